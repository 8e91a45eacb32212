"""How often one sender may do one thing: counted by one statement, exact under races."""

import time
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F
from django.utils import timezone

from newsroom.models import RateWindow

_COUNT_UP = """
    INSERT INTO newsroom_ratewindow (name, "window", ends_at, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (name, "window") DO UPDATE SET count = newsroom_ratewindow.count + 1 RETURNING count
"""


def is_within_rate(deed: str, sender: str, *, limit: int, seconds: int) -> bool:
    """Count one more ``deed`` by ``sender`` and say whether it is within ``limit``.

    Windows are fixed stretches of ``seconds``. Of any number of
    simultaneous callers exactly ``limit`` get True.
    """
    window = int(time.time() // seconds)
    ends_at = datetime.fromtimestamp((window + 1) * seconds, tz=UTC)
    with connection.cursor() as cursor:
        value = connection.ops.adapt_datetimefield_value(ends_at)
        cursor.execute(_COUNT_UP, [_name(deed, sender), window, value])
        return cursor.fetchone()[0] <= limit


def give_back(deed: str, sender: str, *, seconds: int) -> None:
    """Take one ``deed`` of ``sender`` out of the count again: it turned out to be none."""
    window = RateWindow.objects.filter(name=_name(deed, sender), window=int(time.time() // seconds))
    window.filter(count__gt=0).update(count=F("count") - 1)


def forget_rate_windows() -> None:
    """Delete windows that are over (chore)."""
    RateWindow.objects.filter(ends_at__lt=timezone.now()).delete()


def _name(deed, sender):
    return f"{deed}:{sender}"[:200]
