"""The audit: every figure of the books computed anew, every invariant by name.

Each function asks one statement, so that each sees one moment, even while readers click; it yields a sentence
for each row that breaks the invariant the function is named for.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Concat

from ads.audit_days import DAYS
from ads.ledger import CASH, EARNED
from ads.models import Account, Ad, Click, Entry, Transaction
from ads.triggers import PROMISES

_CLICK, _REVERSAL = Transaction.Kind.CLICK, Transaction.Kind.REVERSAL


def every_transaction_sums_to_zero() -> Iterator[str]:
    sums = Transaction.objects.annotate(total=Sum("entries__cents", default=0), lines=Count("entries"))
    for row in sums.exclude(total=0, lines__gte=2).order_by("pk"):
        yield f"transaction {row.pk} ({row.key}) has {row.lines} entries that sum to {row.total} cents"


def every_cached_balance_is_the_sum_of_its_entries() -> Iterator[str]:
    guarded = Account.objects.filter(balance_cents__isnull=False)
    for row in guarded.annotate(total=Sum("entries__cents", default=0)).exclude(balance_cents=F("total")):
        yield f"account {row.pk} says {row.balance_cents} cents, its entries say {row.total}"


def no_balance_is_below_zero() -> Iterator[str]:
    for row in Account.objects.filter(balance_cents__lt=0):
        yield f"account {row.pk} is at {row.balance_cents} cents"


def every_charged_click_has_its_transaction() -> Iterator[str]:
    """One click transaction under its own key, between its advertiser and us, at its version's price."""
    entries = Entry.objects.filter(transaction=OuterRef("transaction"))
    paid = entries.filter(
        account__advertiser=OuterRef("ad__advertiser"), cents=-1 * OuterRef("charged_cents")
    )
    earned = entries.filter(account=EARNED, cents=OuterRef("charged_cents"))
    right = Q(
        Exists(paid),
        Exists(earned),
        transaction__kind=_CLICK,
        transaction__key=Concat(Value("click:"), "token_hash"),
        charged_cents=F("version__price_cents"),
        version__ad=F("ad"),
    )
    for row in Click.objects.filter(reason="").exclude(right).order_by("pk"):
        yield f"click {row.pk} was charged {row.charged_cents} cents, and its transaction does not say so"


def every_click_transaction_has_its_click() -> Iterator[str]:
    for row in Transaction.objects.filter(kind=_CLICK).exclude(click__reason="").order_by("pk"):
        yield f"transaction {row.pk} ({row.key}) charges for a click that is not there"


def every_payment_moves_cash_to_one_advertiser() -> Iterator[str]:
    received = Q(entries__account=CASH, entries__cents__lt=0)
    given = Q(entries__account__kind=Account.Kind.ADVERTISER, entries__cents__gt=0)
    payments = Transaction.objects.filter(kind=Transaction.Kind.PAYMENT).annotate(
        lines=Count("entries"),
        received=Count("entries", filter=received),
        given=Count("entries", filter=given),
    )
    for row in payments.exclude(lines=2, received=1, given=1).order_by("pk"):
        yield f"transaction {row.pk} ({row.key}) does not move money received to one advertiser"


def every_click_has_one_verdict() -> Iterator[str]:
    charged = Q(reason="", charged_cents__gt=0, transaction__isnull=False)
    refused = ~Q(reason="") & Q(charged_cents=0, transaction__isnull=True)
    for row in Click.objects.exclude(charged | refused).order_by("pk"):
        yield f"click {row.pk} is neither charged nor refused"


def every_ad_spent_what_its_clicks_cost() -> Iterator[str]:
    standing = Q(clicks__reason="", clicks__transaction__reversed_by=None)
    ads = Ad.objects.annotate(total=Sum("clicks__charged_cents", filter=standing, default=0))
    for row in ads.exclude(spent_cents=F("total")).order_by("pk"):
        yield f"ad {row.pk} says it spent {row.spent_cents} cents, its clicks cost {row.total}"


def no_ad_spent_more_than_its_budget() -> Iterator[str]:
    for row in Ad.objects.filter(spent_cents__gt=F("budget_cents")).order_by("pk"):
        yield f"ad {row.pk} spent {row.spent_cents} of {row.budget_cents} cents"


def every_ad_shows_an_approved_version_of_its_own() -> Iterator[str]:
    right = Q(version__ad=F("pk"), version__approved_at__isnull=False)
    for row in Ad.objects.filter(version__isnull=False).exclude(right).order_by("pk"):
        yield f"ad {row.pk} shows version {row.version_id}, which is another ad's or was never approved"


def every_reversal_is_the_opposite_of_what_it_reverses() -> Iterator[str]:
    opposite = Entry.objects.filter(
        transaction=OuterRef("transaction__reversal_of"),
        account=OuterRef("account"),
        cents=-1 * OuterRef("cents"),
    )
    lines = Entry.objects.filter(transaction__kind=_REVERSAL)
    for row in lines.exclude(Exists(opposite)).order_by("pk"):
        yield f"entry {row.pk} of reversal {row.transaction_id} is not the opposite of what it reverses"


def the_database_protects_the_books() -> Iterator[str]:
    for fault in PROMISES.faults(["default"]):
        yield fault.msg


INVARIANTS = (
    every_transaction_sums_to_zero,
    every_cached_balance_is_the_sum_of_its_entries,
    no_balance_is_below_zero,
    every_charged_click_has_its_transaction,
    every_click_transaction_has_its_click,
    every_payment_moves_cash_to_one_advertiser,
    every_click_has_one_verdict,
    every_ad_spent_what_its_clicks_cost,
    no_ad_spent_more_than_its_budget,
    every_ad_shows_an_approved_version_of_its_own,
    every_reversal_is_the_opposite_of_what_it_reverses,
    the_database_protects_the_books,
    *DAYS,
)


def broken_invariants() -> list[tuple[str, str]]:
    """Return (invariant in words, what breaks it) for everything that is wrong."""
    return [(rule.__name__.replace("_", " "), fault) for rule in INVARIANTS for fault in rule()]


class BooksDoNotBalanceError(Exception):
    """The audit found something; the text names each broken invariant."""


def audit_books() -> None:
    """Audit the books (chore); what is broken shows on the desk as the error of the chore."""
    if broken := broken_invariants():
        raise BooksDoNotBalanceError("; ".join(f"{invariant}: {fault}" for invariant, fault in broken))
