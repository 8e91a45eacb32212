"""The open books: what the clicks of a day came to, and the chain that keeps a past day as it was."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db.models import Count, Min, Sum
from django.utils import timezone

from ads.models import BookDay, Click, RefusedDay, Transaction
from ads.quarters import Quarter, day_of
from newsroom.clock import midnight

FIRST_HASH = "0" * 64
COLUMNS = ("day", "charged", "charged_cents", "credited", "credited_cents", "refused", "hash")


@dataclass
class BookFigures:
    """What one day came to."""

    charged: int = 0
    charged_cents: int = 0
    credited: int = 0
    credited_cents: int = 0
    refused: dict[str, int] = field(default_factory=dict)


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of ``day`` in the site's zone and the first after it."""
    return midnight(day), midnight(day + timedelta(days=1))


def figures(*, since: date | None = None, before: date | None = None) -> dict[date, BookFigures]:
    """Return what each day came to that has clicks, by few statements over all of them."""
    found = defaultdict(BookFigures)
    quarter = Quarter("at")
    clicks = _between(Click.objects.order_by(), since, before).annotate(quarter=quarter)
    sums = clicks.values_list("quarter", "reason").annotate(count=Count("pk"), cents=Sum("charged_cents"))
    for at, reason, count, cents in sums:
        of_day = found[day_of(at)]
        if reason:
            _add(of_day, reason, count)
        else:
            of_day.charged, of_day.charged_cents = of_day.charged + count, of_day.charged_cents + cents
    reversals = Transaction.objects.filter(reversal_of__kind=Transaction.Kind.CLICK).order_by()
    credits = _between(reversals, since, before).annotate(quarter=quarter).values_list("quarter")
    paid = Sum("reversal_of__click__charged_cents")
    for at, count, cents in credits.annotate(count=Count("pk"), cents=paid):
        of_day = found[day_of(at)]
        of_day.credited, of_day.credited_cents = of_day.credited + count, of_day.credited_cents + cents
    counted = RefusedDay.objects.order_by()
    counted = counted.filter(day__gte=since) if since else counted
    counted = counted.filter(day__lt=before) if before else counted
    for row in counted.values("day", "reason").annotate(total=Sum("count")):
        _add(found[row["day"]], row["reason"], row["total"])
    return found


def _between(rows, since, before):
    rows = rows.filter(at__gte=midnight(since)) if since else rows
    return rows.filter(at__lt=midnight(before)) if before else rows


def _add(of_day, reason, count):
    if count:
        of_day.refused[reason] = of_day.refused.get(reason, 0) + count


def first_day() -> date | None:
    """Return the first day that has clicks."""
    first = Click.objects.aggregate(at=Min("at"))["at"]
    counted = RefusedDay.objects.aggregate(day=Min("day"))["day"]
    known = [day for day in (first and timezone.localdate(first), counted) if day]
    return min(known, default=None)


def make_day(day: date, of_day: BookFigures, previous_hash: str) -> BookDay:
    """Return the row that closes ``day``, linked to the day before by its hash."""
    row = BookDay(day=day, **vars(of_day))
    row.hash = link(previous_hash, row.line)
    return row


def link(previous_hash: str, line: str) -> str:
    """Return the hash of a line of the books after the hash of the line before it."""
    return hashlib.sha256(f"{previous_hash}\n{line}".encode()).hexdigest()


def weeks(days: list[BookDay]) -> list[dict]:
    """Return the figures of ``days`` by the week, the last week first, each named by its Monday."""
    sums: dict[date, BookFigures] = {}
    for row in days:
        monday = row.day - timedelta(days=row.day.weekday())
        week = sums.setdefault(monday, BookFigures())
        for name in ("charged", "charged_cents", "credited", "credited_cents"):
            setattr(week, name, getattr(week, name) + getattr(row, name))
        for reason, count in row.refused.items():
            _add(week, reason, count)
    return [{"monday": monday, "figures": sums[monday]} for monday in sorted(sums, reverse=True)]


@cache
def check_script() -> str:
    """Return the script that recomputes the chain from the published CSV alone, as the page shows it."""
    return Path(finders.find("campaigns/check_books.py")).read_text("utf-8")
