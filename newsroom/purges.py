"""Purges: what tells every kept copy of a page that it is old.

A row per name is written in the transaction of the change itself, so that no crash can lose it. A row
dated in the future is a scheduled change: no copy may be kept past it. (A web server whose clock lags behind
the database's sees a change of this moment so, too.)
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from newsroom.clock import database_now, now
from newsroom.models import Purge


def purge(*names: str, at: datetime | None = None) -> None:
    """Record that pages made of ``names`` change with this transaction, or at the moment ``at``.

    Raises TransactionManagementError outside ``atomic()``: a purge belongs to the change it tells of.
    """
    transaction.get_connection().validate_no_broken_transaction()
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A purge is written in the transaction of its change.")
    at = at or database_now()
    Purge.objects.bulk_create([Purge(name=name, at=at) for name in sorted(set(names))])


def next_scheduled_purge() -> datetime | None:
    """Return the moment of the next change that is already scheduled, or None."""
    return Purge.objects.filter(at__gt=now()).aggregate(at=Min("at"))["at"]


def forget_purges() -> None:
    """Delete purges that every process has read long ago (chore)."""
    Purge.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
