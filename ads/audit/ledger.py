"""What holds of accounts, transactions and entries."""

from collections.abc import Iterator

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from ads.models import Account, Entry, Transaction
from ads.triggers import PROMISES

_KIND, _ACCOUNT = Transaction.Kind, Account.Kind
_OWN = (_ACCOUNT.ADVERTISER, _ACCOUNT.RECEIVABLE)


def _either(*accounts):
    return {(account, sign) for account in accounts for sign in (-1, 1)}


# What each kind of transaction may do: to which accounts, and in which direction.
MOVES = {
    _KIND.PAYMENT: {(_ACCOUNT.ADVERTISER, 1), (_ACCOUNT.RECEIVABLE, 1), (_ACCOUNT.CASH, -1)},
    _KIND.CLICK: {(_ACCOUNT.ADVERTISER, -1), (_ACCOUNT.EARNED, 1)},
    _KIND.CREDIT: {(_ACCOUNT.ADVERTISER, 1), (_ACCOUNT.CREDITS, -1)},
    _KIND.PROMOTION: {(_ACCOUNT.ADVERTISER, 1), (_ACCOUNT.PROMOTIONS, -1)},
    _KIND.REFUND: _either(*_OWN, _ACCOUNT.CASH) | {(_ACCOUNT.REFUNDS_DUE, 1)},
    _KIND.PAYOUT: {(_ACCOUNT.REFUNDS_DUE, -1), (_ACCOUNT.CASH, 1)},
    _KIND.DISPUTE: _either(*_OWN, _ACCOUNT.CASH),
    _KIND.WRITE_OFF: {(_ACCOUNT.RECEIVABLE, 1), (_ACCOUNT.LOSSES, -1)},
}


def every_transaction_sums_to_zero() -> Iterator[str]:
    sums = Entry.objects.order_by().values("transaction_id").annotate(total=Sum("cents"), lines=Count("pk"))
    for row in sums.exclude(total=0, lines__gte=2).order_by("transaction_id"):
        lines, total = row["lines"], row["total"]
        yield f"transaction {row['transaction_id']} has {lines} entries that sum to {total} cents"
    empty = Transaction.objects.exclude(Exists(Entry.objects.filter(transaction=OuterRef("pk"))))
    for row in empty.order_by("pk"):
        yield f"transaction {row.pk} ({row.key}) has no entries"


def all_entries_sum_to_zero() -> Iterator[str]:
    if total := Entry.objects.aggregate(total=Sum("cents"))["total"]:
        yield f"all entries sum to {total} cents"


def every_cached_balance_is_the_sum_of_its_entries() -> Iterator[str]:
    sums = Entry.objects.filter(account=OuterRef("pk")).order_by().values("account")
    total = Coalesce(sums.annotate(total=Sum("cents")).values("total"), Value(0))
    guarded = Account.objects.filter(balance_cents__isnull=False).annotate(total=total)
    for row in guarded.exclude(balance_cents=F("total")):
        yield f"account {row.pk} says {row.balance_cents} cents, its entries say {row.total}"


def no_balance_is_past_zero() -> Iterator[str]:
    spent = Q(kind=_ACCOUNT.ADVERTISER, balance_cents__lt=0)
    owed = Q(kind=_ACCOUNT.RECEIVABLE, balance_cents__gt=0)
    for row in Account.objects.filter(spent | owed):
        yield f"account {row.pk} is at {row.balance_cents} cents"


def every_transaction_moves_what_its_kind_says() -> Iterator[str]:
    signs = Case(When(cents__lt=0, then=Value(-1)), default=Value(1))
    moves = (
        Entry.objects.exclude(transaction__kind=_KIND.REVERSAL)
        .order_by()
        .values("transaction__kind", "account__kind")
        .annotate(sign=signs)
        .values_list("transaction__kind", "account__kind", "sign")
        .annotate(first=Min("transaction_id"))
    )
    for kind, account, sign, first in moves:
        if (account, sign) not in MOVES[kind]:
            deed = "adds to" if sign > 0 else "takes from"
            yield f"transaction {first} ({kind}) {deed} {account}"


def no_transaction_moves_the_money_of_two_advertisers() -> Iterator[str]:
    owner = Coalesce("account__advertiser", "account__owed_by")
    owned = Entry.objects.exclude(transaction__kind=_KIND.CLICK).annotate(owner=owner)
    sets = owned.order_by().values("transaction_id").annotate(owners=Count("owner", distinct=True))
    for row in sets.filter(owners__gt=1).order_by("transaction_id"):
        yield f"transaction {row['transaction_id']} moves the money of {row['owners']} advertisers"


def every_reversal_is_the_opposite_of_what_it_reverses() -> Iterator[str]:
    opposite = Entry.objects.filter(
        transaction=OuterRef("transaction__reversal_of"),
        account=OuterRef("account"),
        cents=-1 * OuterRef("cents"),
    )
    lines = Entry.objects.filter(transaction__kind=_KIND.REVERSAL)
    for row in lines.exclude(Exists(opposite)).order_by("pk"):
        yield f"entry {row.pk} of reversal {row.transaction_id} is not the opposite of what it reverses"
    reversals = Transaction.objects.filter(kind=_KIND.REVERSAL).annotate(
        lines=Count("entries", distinct=True), of=Count("reversal_of__entries", distinct=True)
    )
    for row in reversals.exclude(lines=F("of")).order_by("pk"):
        yield f"reversal {row.pk} reverses only a part"


def the_database_protects_the_books() -> Iterator[str]:
    for fault in PROMISES.faults(["default"]):
        yield fault.msg


INVARIANTS = (
    every_transaction_sums_to_zero,
    all_entries_sum_to_zero,
    every_cached_balance_is_the_sum_of_its_entries,
    no_balance_is_past_zero,
    every_transaction_moves_what_its_kind_says,
    no_transaction_moves_the_money_of_two_advertisers,
    every_reversal_is_the_opposite_of_what_it_reverses,
    the_database_protects_the_books,
)
