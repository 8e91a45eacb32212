"""How the desk says a moment."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from newsroom import clock


def spoken(moment: datetime, *, clock_time: str = "H:i") -> str:
    """Return ``moment`` as short as it is clear: the time, with the day and the year where not today's."""
    moment, today = localtime(moment), localtime(clock.now()).date()
    if moment.date() == today:
        return date_format(moment, clock_time)
    return date_format(moment, f"j M, {clock_time}" if moment.year == today.year else f"j M Y, {clock_time}")
