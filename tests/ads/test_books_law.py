"""Whatever is done to the books, in whatever order: they balance, and every invariant of the audit holds."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ads import services
from ads.audit import broken_invariants
from ads.balances import promotional_cents, refundable_cents
from ads.models import Checkout, Refund, Transaction
from ads.providers import Event, Happening
from tests.factories_ads import a_human, a_live_ad, a_token, an_editor, balance_of, ledger_sum, owed_by

pytestmark = pytest.mark.django_db
TILL = "sandbox"

MONEY, WHICH = st.integers(1, 400), st.integers(0, 3)
WITH_MONEY = ("pay", "credit", "promotion", "refunded", "disputed")
STEPS = st.lists(
    st.one_of(
        *(
            st.tuples(st.just(verb), MONEY, WHICH)
            for verb in ("pay", "credit", "promotion", "refunded", "disputed")
        ),
        *(
            st.tuples(st.just(verb), WHICH, WHICH)
            for verb in (
                *("click", "reverse", "card", "won", "refund failed", "ask refund", "pay out", "fail refund"),
                *("taken back", "write off"),
            )
        ),
    ),
    max_size=18,
)


class Desk:
    """One advertiser, and every verb by which money moves."""

    def __init__(self):
        self.ad, self.editor = a_live_ad(balance_cents=150, budget_cents=2_000), an_editor()
        self.advertiser = self.ad.advertiser
        self.tokens = [a_token(self.ad) for _ in range(4)]
        self.checkouts = [self._paid(number) for number in range(2)]

    def _paid(self, number):
        checkout = services.ask_checkout(self.advertiser, cents=1_000, provider=TILL)
        checkout.refresh_from_db()
        return checkout

    def do(self, verb, one, two):
        by = {"by": self.editor}
        if verb in ("pay", "credit", "promotion"):
            give = {"credit": services.give_credit, "promotion": services.give_promotion}.get(verb)
            if give:
                give(self.advertiser, cents=one, once=f"{verb} {two}", note="because", **by)
            else:
                services.record_payment(self.advertiser, cents=one, reference=f"INV {two}", **by)
        elif verb == "click":
            services.resume_ad(self.ad)
            services.record_click(self.ad, evidence=a_human(self.tokens[one], client=f"reader {two}"))
        elif verb == "card":
            self._tell(Happening.PAID, self.checkouts[one % 2], f"payment {one}", cents=1_000)
        elif verb in (Happening.REFUNDED, "disputed", Happening.REFUND_FAILED, "won"):
            happening = {"disputed": Happening.DISPUTED, "won": Happening.DISPUTE_WON}.get(verb, verb)
            self._tell(happening, self.checkouts[one % 2], f"event {two}", cents=one)
        else:
            self._by_hand(verb, one, by)

    def _tell(self, happening, checkout, name, *, cents):
        is_paid = happening == Happening.PAID
        services.take_event(
            TILL,
            Event(
                event_id=f"{happening} {name} {cents}",
                kind=happening,
                happening=happening,
                subject=checkout.session_id if is_paid else f"{name} of {happening[:4]}",
                provider_payment=f"money of {checkout.pk}",
                cents=cents,
                currency="usd",
            ),
        )

    def _by_hand(self, verb, one, by):
        if verb == "ask refund":
            services.ask_refund(self.advertiser)
        elif verb == "write off":
            services.write_off(self.advertiser, cents=owed_by(self.advertiser), note="gone", **by)
        elif verb in ("reverse", "taken back"):
            posted = list(Transaction.objects.order_by("pk"))
            deed = services.reverse_transaction if verb == "reverse" else services.record_dispute
            deed(posted[one % len(posted)], note="wrong", **by)
        elif refunds := list(Refund.objects.order_by("pk")):
            refund = refunds[one % len(refunds)]
            if verb == "fail refund" and refund.posting != refund.payout:
                services.fail_refund(refund, why="closed")
            elif verb == "pay out":
                services.record_payout(refund, reference="bank", **by)


@given(steps=STEPS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_books_balance_after_any_verbs_in_any_order(db, settings, steps):
    settings.AD_SANDBOX = True
    with transaction.atomic():
        desk = Desk()
        for step in steps:
            with suppress(services.Refused):
                desk.do(*step)
            balance, owed = balance_of(desk.advertiser), owed_by(desk.advertiser)
            assert balance >= 0
            assert owed >= 0
            assert 0 <= refundable_cents(desk.advertiser) <= balance
            assert promotional_cents(desk.advertiser) >= 0
        assert ledger_sum() == 0
        assert broken_invariants() == []
        paid = Checkout.objects.filter(state="paid").count()
        assert Transaction.objects.filter(key__startswith="payment:sandbox:").count() == paid
        transaction.set_rollback(True)
