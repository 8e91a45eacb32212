"""One payment is taken back once, whoever says so: the desk, the bank, or the provider."""

import pytest
from django.db import transaction
from django.urls import reverse

from ads import documents, ledger, services
from ads.audit import broken_invariants
from ads.models import Checkout, Transaction
from ads.providers import Event, Happening
from newsroom.clock import database_now
from tests.factories_ads import an_advertiser, an_editor, balance_of, owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(settings):
    """A payment of $10 in the sandbox, which reports like any provider."""
    settings.AD_SANDBOX = True
    checkout = services.ask_checkout(an_advertiser(), cents=1_000, provider="sandbox")
    say(checkout, Happening.PAID, subject=f"sandbox-{checkout.public_id}")
    checkout.refresh_from_db()
    return checkout


def say(checkout, happening, *, subject, cents=1_000, payment=None):
    event = Event(
        event_id=f"{happening} {subject}",
        kind=happening,
        happening=happening,
        subject=subject,
        provider_payment=f"payment-{checkout.public_id}" if payment is None else payment,
        cents=cents,
        currency="usd",
    )
    return services.take_event("sandbox", event)


def two_payments():
    advertiser = an_advertiser()
    payments = [
        services.record_payment(advertiser, cents=1_000, reference=name, by=None).payment for name in "AB"
    ]
    return advertiser, payments[0]


def test_what_the_bank_took_is_not_reversed_and_what_was_reversed_not_taken():
    for first, second in (
        (services.record_dispute, services.reverse_transaction),
        (services.reverse_transaction, services.record_dispute),
    ):
        advertiser, payment = an_advertiser(), None
        for name in "AB":
            reference = f"{name} {first.__name__}"
            payment = services.record_payment(advertiser, cents=1_000, reference=reference, by=None).payment

        first(payment, by=None, note="bounced")
        with pytest.raises(services.Refused, match="before"):
            second(payment, by=None, note="bounced")

        assert (balance_of(advertiser), owed_by(advertiser)) == (1_000, 0)
    assert broken_invariants() == []


@pytest.mark.parametrize("deed", [services.record_dispute, services.reverse_transaction])
def test_a_payment_of_a_provider_is_not_taken_back_by_hand(paid, deed):
    with pytest.raises(services.Refused, match="provider"):
        deed(paid.payment, by=None, note="bounced")

    assert balance_of(paid.advertiser) == 1_000


def test_a_provider_cannot_take_more_than_was_paid(paid):
    services.record_payment(paid.advertiser, cents=1_000, reference="B", by=None)
    say(paid, Happening.REFUNDED, subject="re_1", cents=600)

    refused = say(paid, Happening.DISPUTED, subject="dp_1", cents=401)
    taken = say(paid, Happening.DISPUTED, subject="dp_2", cents=400)

    assert (refused.state, taken.state) == ("refused", "taken")
    assert refused.outcome == "$6.00 of this payment of $10.00 were taken back before."
    assert (balance_of(paid.advertiser), owed_by(paid.advertiser)) == (1_000, 0)
    assert broken_invariants() == []


def test_what_came_back_may_be_taken_again(paid):
    say(paid, Happening.DISPUTED, subject="dp_1")
    say(paid, Happening.DISPUTE_WON, subject="dp_1")

    assert say(paid, Happening.DISPUTED, subject="dp_2").state == "taken"
    assert (balance_of(paid.advertiser), owed_by(paid.advertiser)) == (0, 0)
    assert broken_invariants() == []


def test_a_refund_that_we_made_counts_as_taken_back(paid):
    services.ask_refund(paid.advertiser)
    assert Transaction.objects.filter(kind="payout").count() == 1

    assert say(paid, Happening.DISPUTED, subject="dp_1").state == "refused"
    assert owed_by(paid.advertiser) == 0


def test_an_invoice_that_the_bank_took_back_says_since_when():
    checkout = services.ask_checkout(an_advertiser(), cents=1_000, provider="invoice")
    payment = services.settle_checkout(checkout, by=an_editor()).payment

    services.record_dispute(payment, by=an_editor(), note="bounced")

    assert Checkout.objects.get().disputed_at is not None


def test_the_audit_finds_a_payment_that_was_taken_back_twice():
    advertiser, payment = two_payments()
    services.record_dispute(payment, by=None, note="bounced")
    assert broken_invariants() == []

    with transaction.atomic():
        entries = {ledger.account_code(advertiser.pk): -1_000, ledger.CASH: 1_000}
        again = ledger.post("dispute", "again", entries, at=database_now())
        documents.issue(
            "credit_note", again, advertiser, cents=1_000, words="again", corrects=payment.document
        )

    assert broken_invariants() == [
        (
            "no payment is taken back beyond its amount",
            f"2000 cents of {payment.document} of 1000 cents were taken back",
        )
    ]


def test_the_desk_offers_only_what_can_be_done(client, paid):
    client.force_login(an_editor())
    _, bounced = two_payments()

    def buttons(payment):
        page = client.get(reverse("admin:ads_transaction_change", args=[payment.pk])).content.decode()
        return ["Reverse…" in page, "Taken back by the bank…" in page]

    assert buttons(bounced) == [True, True]
    services.record_dispute(bounced, by=None, note="bounced")
    assert buttons(bounced) == [False, False]
    assert buttons(paid.payment) == [False, False]
