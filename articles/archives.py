"""The archives: years, months and days of the newsroom's own calendar, and which of them have stories.

However many stories there are, a page costs the same: whether a month or a day has one is a probe of an
index range, and so is where the nearest others stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, Subquery
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.timezone import localdate

from articles.models import Release
from articles.models.releases import MonthOf
from newsroom import clock
from newsroom.kept import note_names

FIRST_YEAR, LAST_YEAR = 1000, 9998  # what every zone and every database can count
_WIDEST_GAP = 24  # months without a story whose names a page still bears
_ANY = "front"  # the name that every publication purges


@dataclass(frozen=True)
class Period:
    """A year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def holding(cls, moment: datetime, like: "Period") -> "Period":
        """Return the period of the same length as ``like`` in which ``moment`` falls."""
        day = localdate(moment)
        return cls(day.year, day.month if like.month else None, day.day if like.day else None)

    @property
    def first(self) -> date:
        """Its first day; raises ValueError where there is no such period."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def after(self) -> date:
        """The day after its last one."""
        if self.day:
            return self.first + timedelta(days=1)
        if self.month:
            return date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date(self.year + 1, 1, 1)

    @property
    def start(self) -> datetime:
        return clock.midnight(self.first)

    @property
    def end(self) -> datetime:
        return clock.midnight(self.after)

    @property
    def up(self) -> "Period | None":
        if self.day:
            return Period(self.year, self.month)
        return Period(self.year) if self.month else None

    @property
    def parts(self) -> list["Period"]:
        """Its months, or its days."""
        if self.day:
            return []
        if self.month:
            return [
                Period(self.year, self.month, day) for day in range(1, (self.after - self.first).days + 1)
            ]
        return [Period(self.year, month) for month in range(1, 13)]

    @property
    def name(self) -> str:
        return date_format(self.first, "j F Y" if self.day else "F Y" if self.month else "Y")

    @property
    def short_name(self) -> str:
        """As it is called among its neighbours in the same month or year."""
        return date_format(self.first, "j" if self.day else "F" if self.month else "Y")

    def get_absolute_url(self) -> str:
        numbers = [f"{self.year:04}", *(f"{number:02}" for number in (self.month, self.day) if number)]
        return f"/{'/'.join(numbers)}/"

    def months(self) -> list[str]:
        """The names under which what was published in it is purged."""
        return list(_month_names(self.start, self.end - timedelta(microseconds=1)))


@dataclass(frozen=True)
class Archive:
    period: Period
    parts: list[tuple[Period, bool]]  # its months or days, and whether a story was published in each
    earlier: Period | None
    later: Period | None


def published_in(period: Period):
    """What readers see of the stories that were published in ``period``, newest first."""
    stories = Release.objects.naming(*period.months())
    return stories.filter(published_at__gte=period.start, published_at__lt=period.end)


def open_archive(period: Period) -> Archive | None:
    """Return what there is in ``period`` and where its neighbours stand: one query. None if it is empty."""
    parts = period.parts
    before = Release.objects.filter(published_at__lt=period.start)
    since = Release.objects.filter(published_at__gte=period.end).reverse()
    # In the index's order: PostgreSQL would look for an EXISTS in the whole table, hoping to meet one soon.
    probes = {f"part_{at}": Subquery(published_in(part).values("pk")[:1]) for at, part in enumerate(parts)}
    found = published_in(period).annotate(
        earlier=Subquery(before.values("published_at")[:1]),
        later=Subquery(since.values("published_at")[:1]),
        **probes,
    )
    row = found.values("earlier", "later", *probes).first()
    if row is None:
        return None
    note_names(*_names_between(row["earlier"], period.start), *_names_between(period.end, row["later"]))
    earlier, later = (row[side] and Period.holding(row[side], period) for side in ("earlier", "later"))
    has_stories = [row[name] is not None for name in probes]
    return Archive(period, list(zip(parts, has_stories, strict=True)), earlier, later)


def last_change_of_each_month():
    """Of each month (by UTC) in which something public was published, the release that went live last.

    The database steps from one month to the next along an index, however many stories lie between.
    """
    table, month = Release._meta.db_table, MonthOf.sql[connection.vendor]
    at_next, at_here = (month % {"expressions": f"{name}.published_at"} for name in ("next", "here"))
    newest = f"""SELECT next.id FROM {table} AS next WHERE next.live_from <= %s AND next.live_until > %s {{}}
        ORDER BY {at_next} DESC, next.live_from DESC LIMIT 1"""  # noqa: S608 - names of ours alone
    walk = f"""{table}.id IN (WITH RECURSIVE walk(id) AS (
            SELECT ({newest.format("")})
            UNION ALL
            SELECT ({newest.format(f"AND {at_next} < {at_here}")})
            FROM walk JOIN {table} AS here ON here.id = walk.id
        ) SELECT id FROM walk WHERE id IS NOT NULL)"""  # noqa: S608 - as above
    at = connection.ops.adapt_datetimefield_value(clock.now())
    is_found = RawSQL(walk, [at] * 4, output_field=BooleanField())  # noqa: S611 - as above
    return Release.objects.for_front().filter(is_found).order_by()


def month_name(moment: datetime) -> str:
    """Return the name of the list of what was published in that month, by UTC."""
    return f"month-{moment.astimezone(UTC):%Y-%m}"


def _names_between(start, end):
    """A story that comes between a period and its neighbour, or where there is none, is the new neighbour."""
    if start is None or end is None or end - start > timedelta(days=30 * _WIDEST_GAP):
        return [_ANY]
    return list(_month_names(start, end))


def _month_names(start: datetime, end: datetime) -> Iterator[str]:
    month = start.astimezone(UTC).replace(day=1)
    while (month.year, month.month) <= (end.astimezone(UTC).year, end.astimezone(UTC).month):
        yield month_name(month)
        month = (month + timedelta(days=31)).replace(day=1)
