"""Money under races: threads of real processes that do the same deeds at once."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ads import services
from ads.audit import broken_invariants
from ads.models import BookDay, Checkout, Document, ProviderEvent, Refund, Transaction
from tests.ads.stripe_stand_in import a_message, paid
from tests.factories_ads import a_charged_click, a_live_ad, an_advertiser, balance_of, owed_by

pytestmark = pytest.mark.django_db(transaction=True)
BOOKERS, PROCESSES = 8, 2


def race(deeds_of_each):
    """Let one thread do each list of deeds, in two processes, from one moment on; return the answers."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.ads.booker"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        bookers = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(PROCESSES)]
        for number, booker in enumerate(bookers):
            threads = deeds_of_each[number::PROCESSES]
            orders = {"database": str(connection.settings_dict["NAME"]), "threads": threads}
            booker.stdin.write(json.dumps(orders) + "\n")
            booker.stdin.flush()
        assert [booker.stdout.readline() for booker in bookers] == ["ready\n"] * PROCESSES
        for booker in bookers:
            booker.stdin.write("go\n")
            booker.stdin.flush()
        return sum((Counter(json.loads(booker.stdout.read())) for booker in bookers), Counter())


def a_checkout(number):
    return Checkout.objects.create(
        advertiser=an_advertiser(), provider="stripe", cents=5_000, state="open", session_id=f"cs_{number}"
    )


def test_eight_deliveries_at_once_and_out_of_order_are_in_the_books_once():
    checkouts = [a_checkout(number) for number in range(4)]
    right = [paid(checkout, payment=f"pi_{checkout.pk}") for checkout in checkouts]
    wrong = paid(checkouts[0], amount_total=1, payment="pi_0")
    disputes = [
        a_message(
            "charge.dispute.created",
            {"id": f"dp_{checkout.pk}", "amount": 5_000, "currency": "usd"}
            | {"payment_intent": f"pi_{checkout.pk}", "status": "needs_response"},
        )
        for checkout in checkouts[:2]
    ]
    bodies = [*right, wrong, *disputes]
    orders = [bodies[turn:] + bodies[:turn] for turn in range(len(bodies))] + [bodies[::-1]]

    answers = race([[["tell", {"body": body}] for body in order] for order in orders])

    assert {answer.split()[1] for answer in answers} == {"200"}
    states = Counter(ProviderEvent.objects.values_list("state", "deliveries"))
    assert states == {("taken", BOOKERS): 6, ("refused", BOOKERS): 1}
    assert [balance_of(checkout.advertiser) for checkout in checkouts] == [0, 0, 5_000, 5_000]
    assert [owed_by(checkout.advertiser) for checkout in checkouts] == [0, 0, 0, 0]
    assert broken_invariants() == []


def test_the_same_deeds_at_once_are_done_once_and_documents_have_no_gaps():
    ad = a_live_ad(balance_cents=1_000)
    long_ago = timezone.now() - timedelta(days=3)
    clicks = [a_charged_click(ad, at=long_ago, client=f"{number}") for number in range(6)]
    one, two, three = an_advertiser(), an_advertiser(), an_advertiser()
    services.record_payment(two, cents=700, reference="two", by=None)
    bounced = services.record_payment(three, cents=300, reference="three", by=None).payment
    shared = [
        *(["reverse", {"number": click.transaction_id}] for click in clicks[:4]),
        *(["pay", {"advertiser": one.pk, "reference": f"shared {number}"}] for number in range(5)),
        ["refund", {"advertiser": two.pk}],
        ["dispute", {"number": bounced.pk}],
        ["close", {}],
    ]

    def deeds(number):
        own = [["pay", {"advertiser": one.pk, "reference": f"own {number} {n}"}] for n in range(3)]
        return own + shared[number:] + shared[:number]

    answers = race([deeds(number) for number in range(BOOKERS)])

    assert answers["reverse: done"] == 4
    assert answers["reverse: refused, This transaction was reversed before."] == 4 * (BOOKERS - 1)
    assert (answers["refund: done"], answers["dispute: done"]) == (1, 1)
    assert balance_of(ad.advertiser) == 800
    assert balance_of(one) == 100 * (5 + 3 * BOOKERS)
    assert (Refund.objects.get().cents, balance_of(two), balance_of(three)) == (700, 0, 0)
    receipts = list(
        Document.objects.filter(kind="receipt").order_by("number").values_list("number", flat=True)
    )
    assert receipts == list(range(1, 4 + 5 + 3 * BOOKERS))
    assert Transaction.objects.filter(kind="reversal").count() == 4
    assert BookDay.objects.count() >= 2
    assert broken_invariants() == []
