"""The audit finds one wrong row among right ones, and names the invariant."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ads import services
from ads.audit import BooksDoNotBalanceError
from ads.models import Account
from ads.triggers import PROMISES
from tests.clocks import clock_at
from tests.factories_ads import a_human, a_live_ad, a_token, an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db):
    """Two advertisers, four payments, five charged clicks of which one is credited, one refused, a refund."""
    one, two = a_live_ad(), a_live_ad(price_cents=250)
    for number in range(3):
        services.record_click(one, evidence=a_human(a_token(one), client=f"reader {number}"))
    for number in range(2):
        services.record_click(two, evidence=a_human(a_token(two), client=f"guest {number}"))
    services.record_click(one, evidence=a_human(a_token(one), method="HEAD"))
    click = one.clicks.filter(reason="").first()
    services.reverse_transaction(click.transaction, by=an_editor(), note="goodwill")
    services.record_payment(two.advertiser, cents=777, reference="third", by=an_editor())
    checkout = services.ask_checkout(two.advertiser, cents=1_500, provider="invoice")
    services.settle_checkout(checkout, by=an_editor())
    services.ask_refund(two.advertiser)
    with clock_at(timezone.now() + timedelta(days=2)):
        services.close_book_days()
    return one, two


def audit():
    out, err = StringIO(), StringIO()
    try:
        call_command("audit_ledger", stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, err.getvalue()
    return 0, out.getvalue()


def test_right_books_pass(books):
    code, said = audit()

    assert code == 0
    assert said == "The books balance: 26 invariants hold over 11 transactions and 6 clicks.\n"


def test_empty_books_pass(db):
    assert audit()[0] == 0


# Invariant: what is done to its table, and the condition that finds one row.
CORRUPTIONS = [
    (
        "every transaction sums to zero",
        "UPDATE ads_entry SET cents = cents + 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_entry WHERE account_id = 'cash')",
    ),
    (
        "every cached balance is the sum of its entries",
        "UPDATE ads_account SET balance_cents = balance_cents + 1 WHERE code =",
        "(SELECT MIN(code) FROM ads_account WHERE kind = 'advertiser')",
    ),
    (
        "every charged click has its transaction",
        "UPDATE ads_click SET charged_cents = 99 WHERE id =",
        "(SELECT MAX(id) FROM ads_click WHERE reason = '')",
    ),
    (
        "every click transaction has its click",
        "DELETE FROM ads_click WHERE id =",
        "(SELECT MIN(id) FROM ads_click WHERE reason = '')",
    ),
    (
        "every ad spent what its clicks cost",
        "UPDATE ads_ad SET spent_cents = spent_cents - 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_ad)",
    ),
    (
        "every reversal is the opposite of what it reverses",
        "UPDATE ads_entry SET cents = -2 * cents WHERE transaction_id =",
        "(SELECT MAX(id) FROM ads_transaction WHERE kind = 'reversal')",
    ),
    (
        "every transaction moves what its kind says",
        "UPDATE ads_entry SET account_id = 'earned' WHERE id =",
        "(SELECT MIN(id) FROM ads_entry WHERE account_id = 'cash')",
    ),
    (
        "every transaction moves what its kind says",
        "UPDATE ads_entry SET cents = -cents WHERE transaction_id =",
        "(SELECT MAX(id) FROM ads_transaction WHERE kind = 'payment')",
    ),
    (
        "every ad shows an approved version of its own",
        "UPDATE ads_adversion SET approved_at = NULL WHERE id =",
        "(SELECT MIN(version_id) FROM ads_ad)",
    ),
    (
        "every ad shows an approved version of its own",
        "UPDATE ads_adversion SET number = 2, ad_id = (SELECT MAX(id) FROM ads_ad) WHERE id =",
        "(SELECT MIN(version_id) FROM ads_ad)",
    ),
    (
        "all entries sum to zero",
        "UPDATE ads_entry SET cents = cents + 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_entry WHERE account_id = 'cash')",
    ),
    (
        "no transaction moves the money of two advertisers",
        "UPDATE ads_entry SET account_id = 'receivable:{other}' WHERE account_id = 'cash' AND id =",
        "(SELECT MIN(id) FROM ads_entry WHERE account_id = 'cash')",
    ),
    (
        "every move of cash has its document",
        "DELETE FROM ads_document WHERE id =",
        "(SELECT MAX(id) FROM ads_document)",
    ),
    (
        "every move of cash has its document",
        "UPDATE ads_document SET cents = cents + 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_document)",
    ),
    (
        "every document is about a move of cash",
        "UPDATE ads_document SET advertiser_id = {other} WHERE id =",
        "(SELECT MIN(id) FROM ads_document)",
    ),
    (
        "no document number is missing",
        "UPDATE ads_document SET number = 99 WHERE id =",
        "(SELECT MIN(id) FROM ads_document)",
    ),
    (
        "no document number is missing",
        "UPDATE ads_documentcounter SET last = last + 1 WHERE kind =",
        "(SELECT MIN(kind) FROM ads_documentcounter)",
    ),
    (
        "every tax is its part of the amount",
        "UPDATE ads_document SET tax_cents = 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_document)",
    ),
    (
        "every paid checkout has its payment",
        "UPDATE ads_checkout SET cents = cents - 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_checkout)",
    ),
    (
        "refunds due are the refunds that are not paid out",
        "UPDATE ads_refund SET cents = cents - 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_refund)",
    ),
    (
        "every refund says what was moved",
        "UPDATE ads_refund SET cents = cents - 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_refund)",
    ),
    (
        "every closed day is what its clicks say",
        "UPDATE ads_bookday SET charged_cents = charged_cents - 1 WHERE day =",
        "(SELECT MIN(day) FROM ads_bookday)",
    ),
    (
        "the chain of closed days is whole",
        "UPDATE ads_bookday SET credited = credited + 1 WHERE day =",
        "(SELECT MIN(day) FROM ads_bookday)",
    ),
    (
        "every day of an ad spent what its clicks cost",
        "UPDATE ads_adday SET spent_cents = spent_cents + 1 WHERE id =",
        "(SELECT MIN(id) FROM ads_adday)",
    ),
]


@pytest.mark.parametrize(("invariant", "deed", "row"), CORRUPTIONS)
def test_one_wrong_row_is_found_and_its_invariant_named(books, invariant, deed, row):
    PROMISES.lift()
    with connection.cursor() as cursor:
        cursor.execute(f"{deed} {row}".format(other=books[1].advertiser_id))
        assert cursor.rowcount >= 1
    PROMISES.install()

    code, said = audit()

    assert code == 1
    assert f"Broken: {invariant}: " in said


def test_the_nightly_audit_is_silent_on_right_books_and_raises_on_wrong_ones(books):
    assert services.audit_books().faults == ""
    Account.objects.filter(advertiser=books[0].advertiser).update(balance_cents=1)

    with pytest.raises(
        BooksDoNotBalanceError, match="every cached balance is the sum of its entries: account"
    ):
        services.audit_books()


def test_a_lifted_trigger_is_found(books):
    PROMISES.lift()

    code, said = audit()

    assert code == 1
    assert (
        "Broken: the database protects the books: The trigger ads_entry_stays on ads_entry is missing" in said
    )
    PROMISES.install()
