"""The books: double entry, append-only, integer cents.

Every move is one ``Transaction`` whose entries sum to zero. Money of advertisers is guarded: it moves by one
conditional UPDATE, so that two who race for the last dollar cannot both get it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from ads.models import Account, Advertiser, Entry, Transaction

CASH, EARNED = "cash", "earned"
_GUARDED = "advertiser:"


class UncoveredError(Exception):
    """An account does not hold what was to be taken from it, or ``provided`` did not hold."""


def account_code(advertiser_id: int) -> str:
    return f"{_GUARDED}{advertiser_id}"


def open_accounts(advertiser: Advertiser) -> None:
    """Open the advertiser's account and the house's, where they are not open yet."""
    house = [Account(code=CASH, kind=CASH), Account(code=EARNED, kind=EARNED)]
    own = Account(code=account_code(advertiser.pk), kind="advertiser", advertiser=advertiser, balance_cents=0)
    Account.objects.bulk_create([*house, own], ignore_conflicts=True)


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
    when a guarded account would go below zero, and IntegrityError when ``key`` was posted before; either
    way the caller's transaction must be rolled back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A posting is part of the transaction of its cause.")
    if len(entries) < 2 or sum(entries.values()) != 0:
        raise ValueError(f"The entries of {key} do not sum to zero: {entries}")
    for code, cents in sorted(entries.items()):  # in one order everywhere, so that no two wait for each other
        if code.startswith(_GUARDED):
            _move(code, cents, provided or Q())
    posted = Transaction.objects.create(kind=kind, key=key, at=at, by=by, note=note, reversal_of=reversal_of)
    Entry.objects.bulk_create(
        [Entry(transaction=posted, account_id=code, cents=cents) for code, cents in entries.items()]
    )
    return posted


def _move(code, cents, provided):
    account = Account.objects.filter(code=code)
    if cents < 0:
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
