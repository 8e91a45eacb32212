"""What holds of the closed days of the open books."""

from collections.abc import Iterator
from datetime import timedelta

from ads.models import BookDay
from ads.open_books import FIRST_HASH, BookFigures, figures, link


def every_closed_day_is_what_its_clicks_say() -> Iterator[str]:
    rows = list(BookDay.objects.all())
    if not rows:
        return
    counted = figures(before=rows[-1].day + timedelta(days=1))
    for row in rows:
        says = BookFigures(row.charged, row.charged_cents, row.credited, row.credited_cents, row.refused)
        found = counted.pop(row.day, BookFigures())
        if says != found:
            yield f"{row.day} says {row.line}, its clicks say {found}"
    for day in sorted(counted):
        yield f"{day} has clicks and is not in the open books"


def the_chain_of_closed_days_is_whole() -> Iterator[str]:
    previous = None
    for row in BookDay.objects.all():
        if previous and row.day != previous.day + timedelta(days=1):
            yield f"between {previous.day} and {row.day} days are missing"
        if row.hash != link(previous.hash if previous else FIRST_HASH, row.line):
            yield f"the hash of {row.day} is not made of its line and the hash before"
        previous = row


INVARIANTS = (every_closed_day_is_what_its_clicks_say, the_chain_of_closed_days_is_whole)
