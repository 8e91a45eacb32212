"""A clock to be set: one moment that Python and the database both take for now."""

from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.db import connection

# Found before the database's own function of that name, which tells what changes are dated by.
_DATABASE_CLOCK = """
    CREATE SCHEMA set_clock;
    CREATE FUNCTION set_clock.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql
        AS $$ SELECT current_setting('set_clock.now')::timestamptz $$;
    SET LOCAL search_path = set_clock, pg_catalog, public;
"""


class Clock:
    """It stands still until ``set`` is called. Belongs inside a transaction that is rolled back."""

    def __init__(self, moment: datetime):
        self.set(moment)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(_DATABASE_CLOCK)

    def set(self, moment: datetime) -> None:
        self.now = moment
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('set_clock.now', %s, true)", [moment.isoformat()])


@contextmanager
def clock_at(moment: datetime):
    """Let it be ``moment`` everywhere, and later whatever the clock that is given is set to."""
    clock = Clock(moment)
    with mock.patch("django.utils.timezone.now", side_effect=lambda: clock.now):
        yield clock
