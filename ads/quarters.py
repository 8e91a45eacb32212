"""Rows added up by days in the site's zone, by the database.

Asking the database for the day of each row calls Python for each of them on SQLite. Quarters of an hour in
UTC are cheap there (a hundred thousand rows in a fraction of a second), few, and every zone of the world
begins its days at one.
"""

from datetime import UTC, date, datetime
from functools import lru_cache

from django.db.models import CharField, Func
from django.utils import timezone


class Quarter(Func):
    """The quarter of an hour, in UTC, in which a moment falls, for ``day_of``."""

    output_field = CharField()

    def as_sqlite(self, compiler, connection, **context):
        at = "%(expressions)s"
        template = f"substr({at}, 1, 14) || (CAST(substr({at}, 15, 2) AS INTEGER) / 15)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        at = "(%(expressions)s AT TIME ZONE 'UTC')"
        template = f"to_char({at}, 'YYYY-MM-DD HH24:') || (EXTRACT(MINUTE FROM {at})::integer / 15)"
        return self.as_sql(compiler, connection, template=template, **context)


def day_of(quarter: str) -> date:
    """Return the day in the site's zone of a ``Quarter``."""
    return _day_of(quarter, timezone.get_current_timezone_name())


@lru_cache(maxsize=65_536)
def _day_of(quarter, zone):
    hour = datetime.strptime(quarter[:13], "%Y-%m-%d %H").replace(tzinfo=UTC)
    return timezone.localdate(hour.replace(minute=15 * int(quarter[14])))
