"""The books: double entry, append-only, integer cents.

Every move is one ``Transaction`` whose entries sum to zero. Money of advertisers is guarded: it moves by one
conditional UPDATE, so that two who race for the last dollar cannot both get it. Whoever moves an advertiser's
money takes the advertiser's account first, then ads: in one order everywhere, so that no two wait for each
other.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from ads.models import Account, Advertiser, Entry, Transaction

CASH, EARNED, PROMOTIONS, CREDITS = "cash", "earned", "promotions", "credits"
REFUNDS_DUE, LOSSES = "refunds_due", "losses"
HOUSE = (CASH, EARNED, PROMOTIONS, CREDITS, REFUNDS_DUE, LOSSES)
_SPENDABLE, _OWED = "advertiser:", "receivable:"


class UncoveredError(Exception):
    """An account does not hold what was to be taken from it, or ``provided`` did not hold."""


def account_code(advertiser_id: int) -> str:
    return f"{_SPENDABLE}{advertiser_id}"


def receivable_code(advertiser_id: int) -> str:
    return f"{_OWED}{advertiser_id}"


def open_accounts(advertiser: Advertiser) -> None:
    """Open the advertiser's accounts and the house's, where they are not open yet."""
    house = [Account(code=code, kind=code) for code in HOUSE]
    spendable = Account(
        code=account_code(advertiser.pk), kind="advertiser", advertiser=advertiser, balance_cents=0
    )
    owed = Account(
        code=receivable_code(advertiser.pk), kind="receivable", owed_by=advertiser, balance_cents=0
    )
    Account.objects.bulk_create([*house, spendable, owed], ignore_conflicts=True)


def hold(advertiser: Advertiser) -> tuple[int, int]:
    """Take the advertiser's account until the caller's transaction ends; return (spendable, owed) cents.

    What is decided by these figures is decided for all: nobody else moves this advertiser's money meanwhile.
    """
    open_accounts(advertiser)
    spendable = Account.objects.select_for_update().get(pk=account_code(advertiser.pk))
    return spendable.balance_cents, owed_cents(advertiser)


def owed_cents(advertiser: Advertiser) -> int:
    """Return what the advertiser owes us (0 or more)."""
    owed = Account.objects.filter(pk=receivable_code(advertiser.pk)).values_list("balance_cents", flat=True)
    return -(owed.first() or 0)


def post(  # noqa: PLR0913 - one posting has that many facts, each by name
    kind: str,
    key: str,
    entries: dict[str, int],
    *,
    at: datetime,
    by=None,
    note: str = "",
    reversal_of: Transaction | None = None,
    provided: Q | None = None,
) -> Transaction:
    """Write one transaction of ``entries`` (account code → cents) inside the caller's ``atomic()``.

    ``provided`` is one more condition for taking money, judged in the same statement. Raises UncoveredError
    when a guarded account would go past zero, and IntegrityError when ``key`` was posted before; either
    way the caller's transaction must be rolled back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A posting is part of the transaction of its cause.")
    entries = {code: cents for code, cents in entries.items() if cents}
    if len(entries) < 2 or sum(entries.values()) != 0:
        raise ValueError(f"The entries of {key} do not sum to zero: {entries}")
    for code, cents in sorted(entries.items()):  # in one order everywhere, so that no two wait for each other
        if code.startswith((_SPENDABLE, _OWED)):
            _move(code, cents, provided or Q())
    posted = Transaction.objects.create(kind=kind, key=key, at=at, by=by, note=note, reversal_of=reversal_of)
    Entry.objects.bulk_create(
        [Entry(transaction=posted, account_id=code, cents=cents) for code, cents in entries.items()]
    )
    return posted


def _move(code, cents, provided):
    account = Account.objects.filter(code=code)
    if code.startswith(_OWED):
        account = account.filter(balance_cents__lte=-cents)
    elif cents < 0:
        account = account.filter(provided, balance_cents__gte=-cents)
    if not account.update(balance_cents=F("balance_cents") + cents):
        raise UncoveredError(code)


def reverse(posted: Transaction, *, at: datetime, by, note: str) -> Transaction:
    """Post the opposite of ``posted``, at most once ever; raises as ``post`` does."""
    opposite = {entry.account_id: -entry.cents for entry in posted.entries.all()}
    return post(
        Transaction.Kind.REVERSAL,
        f"reversal:{posted.pk}",
        opposite,
        at=at,
        by=by,
        note=note,
        reversal_of=posted,
    )
