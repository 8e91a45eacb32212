"""One time for one request, so that no page straddles the second at which something goes live."""

from contextvars import ContextVar
from datetime import date, datetime, time

from django.db import connection
from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("request_time", default=None)


def now() -> datetime:
    """Return the time of the request being answered, or the time by the clock outside a request."""
    return _frozen.get() or timezone.now()


def written(moment: datetime) -> str:
    """Return ``moment`` as every page tells machines: in the site's zone, to the second, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def midnight(day: date) -> datetime:
    """Return the first moment of ``day`` in the site's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def database_now() -> datetime:
    """Return the time by which changes are dated: the database's own where several machines share one."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


class RequestClock:
    """Middleware: ``now()`` answers the same moment for the whole of a reading request (GET or HEAD)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _frozen.set(timezone.now())
        try:
            return self.get_response(request)
        finally:
            _frozen.reset(token)
