from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from ads import audit
from ads.models import BookDay, BooksAudit, Click, Transaction
from ads.models.open_books import PUBLIC
from ads.open_books import FIRST_HASH, BookFigures, bounds, figures, first_day, make_day
from newsroom.purges import purge

# After midnight: what was charged at the last moment has committed by then.
CLOSED_AFTER = timedelta(hours=1)


def close_book_days() -> int:
    """Close every day that has ended, the oldest first, each once; return how many (chore)."""
    closed = 0
    while row := _next_day():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                purge(PUBLIC)
        except IntegrityError:  # another housekeeper closed it
            continue
        closed += 1
    return closed


def _next_day():
    """The row that closes the first open day, or None while that day is not over."""
    last = BookDay.objects.order_by("day").last()
    day = last.day + timedelta(days=1) if last else first_day()
    if day is None or timezone.now() < bounds(day)[1] + CLOSED_AFTER:
        return None
    of_day = figures(since=day, before=day + timedelta(days=1)).get(day, BookFigures())
    return make_day(day, of_day, last.hash if last else FIRST_HASH)


def audit_books() -> BooksAudit:
    """Audit the books and publish what came of it (chore). Raises BooksDoNotBalanceError."""
    broken = audit.broken_invariants()
    with transaction.atomic():
        kept = BooksAudit.objects.create(
            invariants=len(audit.INVARIANTS),
            transactions=Transaction.objects.count(),
            clicks=Click.objects.count(),
            faults="\n".join(sorted({invariant for invariant, _ in broken})),
        )
        purge(PUBLIC)
    if broken:
        raise audit.BooksDoNotBalanceError("; ".join(f"{invariant}: {fault}" for invariant, fault in broken))
    return kept
