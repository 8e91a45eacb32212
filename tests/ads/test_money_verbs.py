"""Credits, promotions, debts, refunds and documents: each to the cent, each once."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ads import services
from ads.audit import broken_invariants
from ads.balances import promotional_cents, refundable_cents
from ads.models import Document, Refund, Transaction
from ads.money import percent, tax_within
from tests.factories_ads import (
    a_human,
    a_live_ad,
    a_token,
    an_advertiser,
    an_editor,
    balance_of,
    owed_by,
)

pytestmark = pytest.mark.django_db


def entries_of(posted):
    return {row.account_id.partition(":")[0]: row.cents for row in posted.entries.all()}


def test_a_credit_and_a_promotion_are_given_once_for_each_form():
    advertiser, editor = an_advertiser(), an_editor()

    for _ in range(2):
        credit = services.give_credit(advertiser, cents=300, once="form 1", by=editor, note="a slow week")
    promotion = services.give_promotion(advertiser, cents=500, once="form 2", by=editor, note="welcome")
    with pytest.raises(services.Refused, match="other words"):
        services.give_credit(advertiser, cents=301, once="form 1", by=editor, note="a slow week")

    assert entries_of(credit) == {"advertiser": 300, "credits": -300}
    assert entries_of(promotion) == {"advertiser": 500, "promotions": -500}
    assert balance_of(advertiser) == 800
    assert Document.objects.count() == 0


def test_promotional_money_is_spent_first_and_never_paid_out():
    ad = a_live_ad(balance_cents=1_000)
    services.give_promotion(ad.advertiser, cents=250, once="a", by=an_editor(), note="welcome")
    assert (promotional_cents(ad.advertiser), refundable_cents(ad.advertiser)) == (250, 1_000)

    for number in range(2):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    assert (promotional_cents(ad.advertiser), refundable_cents(ad.advertiser)) == (50, 1_000)

    services.record_click(ad, evidence=a_human(a_token(ad), client="reader 3"))
    assert (promotional_cents(ad.advertiser), refundable_cents(ad.advertiser)) == (0, 950)


def test_what_was_spent_before_a_promotion_does_not_use_it_up():
    ad = a_live_ad(balance_cents=100)
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.give_promotion(ad.advertiser, cents=100, once="a", by=an_editor(), note="welcome")

    assert refundable_cents(ad.advertiser) == 0
    with pytest.raises(services.Refused, match="no unused balance"):
        services.ask_refund(ad.advertiser)


def test_an_unused_balance_is_paid_back_exactly_and_once():
    ad, editor = a_live_ad(balance_cents=1_000), an_editor()
    services.record_click(ad, evidence=a_human(a_token(ad)))

    (refund,) = services.ask_refund(ad.advertiser)
    with pytest.raises(services.Refused, match="no unused balance"):
        services.ask_refund(ad.advertiser)
    assert broken_invariants() == []
    services.record_payout(refund, reference="Bank 7", by=editor)

    assert entries_of(refund.posting) == {"advertiser": -900, "refunds_due": 900}
    refund.refresh_from_db()
    assert entries_of(refund.payout) == {"refunds_due": -900, "cash": 900}
    note = Document.objects.get(kind="credit_note")
    assert (note.cents, note.title, note.transaction) == (900, "C-000001", refund.payout)
    assert balance_of(ad.advertiser) == 0
    assert broken_invariants() == []


def test_a_bounced_payment_that_was_spent_is_owed_until_it_is_written_off():
    ad, editor = a_live_ad(balance_cents=300), an_editor()
    for number in range(2):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    payment = Transaction.objects.get(kind="payment")

    dispute = services.record_dispute(payment, by=editor, note="bounced")
    with pytest.raises(services.Refused, match="taken back before"):
        services.record_dispute(payment, by=editor, note="bounced")

    assert entries_of(dispute) == {"advertiser": -100, "receivable": -200, "cash": 300}
    assert dispute.document.corrects == payment.document
    ad.refresh_from_db()
    assert (ad.state, ad.pause_reason) == ("paused", "dispute")
    with pytest.raises(services.Refused, match=r"owes \$2.00 now"):
        services.write_off(ad.advertiser, cents=199, by=editor, note="gone")
    written = services.write_off(ad.advertiser, cents=200, by=editor, note="gone")
    assert entries_of(written) == {"receivable": 200, "losses": -200}
    assert (balance_of(ad.advertiser), owed_by(ad.advertiser)) == (0, 0)
    with pytest.raises(services.Refused, match=r"owes \$0.00 now"):
        services.write_off(ad.advertiser, cents=200, by=editor, note="again")
    assert broken_invariants() == []


def test_a_payment_settles_what_is_owed_first_and_its_receipt_says_all_of_it():
    ad, editor = a_live_ad(balance_cents=100), an_editor()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.record_dispute(Transaction.objects.get(kind="payment"), by=editor, note="bounced")

    recorded = services.record_payment(ad.advertiser, cents=250, reference="INV 2", by=editor)
    again = services.record_payment(ad.advertiser, cents=250, reference="INV 2", by=editor)

    assert entries_of(recorded.payment) == {"advertiser": 150, "receivable": 100, "cash": -250}
    assert (again.payment, again.is_new) == (recorded.payment, False)
    assert recorded.payment.document.cents == 250
    assert (balance_of(ad.advertiser), owed_by(ad.advertiser)) == (150, 0)


@pytest.mark.parametrize("kind", ["refund", "payout", "dispute", "write_off"])
def test_an_ending_is_not_reversed(kind):
    with pytest.raises(services.Refused, match="how something ended"):
        services.reverse_transaction(Transaction(kind=kind), by=an_editor(), note="no")


def test_documents_are_numbered_without_gaps_even_when_a_posting_is_rolled_back():
    advertiser, editor = an_advertiser(), an_editor()
    services.record_payment(advertiser, cents=100, reference="A", by=editor)
    with transaction.atomic():
        services.record_payment(advertiser, cents=100, reference="B", by=editor)
        transaction.set_rollback(True)
    services.record_payment(advertiser, cents=100, reference="A", by=editor)
    payment = services.record_payment(advertiser, cents=100, reference="C", by=editor).payment
    services.reverse_transaction(payment, by=editor, note="wrong account")

    titles = Document.objects.order_by("pk").values_list("kind", "number")
    assert list(titles) == [("receipt", 1), ("receipt", 2), ("credit_note", 1)]


def test_a_document_says_who_sold_and_who_bought_at_the_time(settings):
    settings.AD_SELLER_NAME, settings.AD_SELLER_ADDRESS = "Gazette Ltd", "Quay 1"
    settings.AD_SELLER_TAX_NUMBER, settings.AD_TAX_BASIS_POINTS = "NO 1", 1_900
    advertiser, editor = an_advertiser(), an_editor()
    services.set_billing(advertiser, name="Tea AS", address="Pier 4", tax_number="NO 2")
    receipt = services.record_payment(advertiser, cents=119, reference="A", by=editor).payment.document

    settings.AD_SELLER_NAME = "Another"
    services.set_billing(advertiser, name="Coffee AS", address="", tax_number="")
    services.set_tax_rate(advertiser, basis_points=770, by=editor)
    later = services.record_payment(advertiser, cents=119, reference="B", by=editor).payment.document
    back = services.reverse_transaction(receipt.transaction, by=editor, note="twice").document

    receipt.refresh_from_db()
    assert (receipt.seller_name, receipt.seller_address, receipt.seller_tax_number) == (
        "Gazette Ltd",
        "Quay 1",
        "NO 1",
    )
    assert (receipt.buyer_name, receipt.buyer_address, receipt.buyer_tax_number) == (
        "Tea AS",
        "Pier 4",
        "NO 2",
    )
    assert (receipt.tax_basis_points, receipt.tax_cents, receipt.net_cents) == (1_900, 19, 100)
    assert (later.seller_name, later.buyer_name, later.tax_cents) == ("Another", "Coffee AS", 9)
    assert (back.corrects, back.tax_basis_points, back.tax_cents) == (receipt, 1_900, 19)


def test_a_document_cannot_be_changed_or_deleted():
    advertiser = an_advertiser()
    services.record_payment(advertiser, cents=100, reference="A", by=an_editor())

    for deed in (lambda rows: rows.update(cents=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed(Document.objects.all())


@pytest.mark.parametrize(
    ("cents", "points", "tax"),
    [
        (119, 1_900, 19),
        (100, 0, 0),
        (100, 1_900, 16),
        (1, 1_900, 0),
        (3, 2_000, 1),
        (10_000_000, 770, 714_949),
    ],
)
def test_tax_is_the_part_of_an_amount_rounded_to_the_nearest_cent(cents, points, tax):
    assert tax_within(cents, points) == tax


@given(cents=st.integers(1, 10**10), points=st.integers(0, 10_000))
def test_tax_is_never_more_than_half_a_cent_off(cents, points):
    off = tax_within(cents, points) * (10_000 + points) - cents * points

    assert -(10_000 + points) < 2 * off <= 10_000 + points


def test_rates_are_written_as_people_do():
    assert [percent(points) for points in (0, 1_900, 770, 5, 10_000)] == [
        "0 %",
        "19 %",
        "7.7 %",
        "0.05 %",
        "100 %",
    ]


def test_staff_record_the_transfer_that_an_advertiser_announced():
    advertiser, editor = an_advertiser(), an_editor()
    checkout = services.ask_checkout(advertiser, cents=2_500, provider="invoice")

    first = services.settle_checkout(checkout, by=editor)
    second = services.settle_checkout(checkout, by=editor)

    checkout.refresh_from_db()
    assert (first.is_new, second.is_new, checkout.state, checkout.payment) == (
        True,
        False,
        "paid",
        first.payment,
    )
    assert balance_of(advertiser) == 2_500
    assert broken_invariants() == []


def test_a_refund_waits_for_staff_without_a_reference():
    ad = a_live_ad()
    (refund,) = services.ask_refund(ad.advertiser)

    with pytest.raises(services.Refused, match="reference"):
        services.record_payout(refund, reference="  ", by=an_editor())

    assert Refund.objects.get().state == "asked"


def test_money_is_whole_cents_in_every_table():
    kinds = {
        type(field).__name__
        for model in apps.get_app_config("ads").get_models()
        for field in model._meta.fields
        if field.name.endswith("cents")
    }

    assert kinds == {"BigIntegerField", "PositiveBigIntegerField", "PositiveIntegerField"}
