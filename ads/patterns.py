"""Patterns in a day's charged clicks that no single click shows (R20)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from ads.models import Click, ClickAlert, ViewDay
from ads.open_books import bounds
from newsroom.clock import midnight

LEAST_CLICKS = 20  # of a day, for a rate to mean something
MOST_RATE = 0.25  # clicks for each showing
LEAST_FROM_ONE = 10  # of a day, for a share to mean something
MOST_FROM_ONE = 0.4  # address, or network
SPIKE = 3  # times the mean of the week before
_WEEK = 7
_PATTERN = ClickAlert.Pattern
_ORIGINS = ((_PATTERN.ONE_ADDRESS, "address_hash"), (_PATTERN.ONE_NETWORK, "network_hash"))


@dataclass(frozen=True)
class Odd:
    """One odd pattern: ``odd`` of the ad's ``clicks`` on that day; ``came_from`` says which, None: all."""

    ad_id: int
    pattern: str
    clicks: int
    odd: int
    views: int = 0
    came_from: dict[str, str] | None = None


def odd_patterns(day: date) -> list[Odd]:
    """Return the odd patterns among the charged clicks of ``day`` that were not given back."""
    found = []
    earlier, views = _clicks_before(day), _views(day)
    for ad_id, by_origin in _clicks(day).items():
        clicks = sum(by_origin.values())
        for pattern, odd, came_from in _too_many_from_one(by_origin):
            found.append(Odd(ad_id, pattern, clicks, odd, views[ad_id], came_from))
        if clicks >= LEAST_CLICKS and clicks > MOST_RATE * views[ad_id]:
            found.append(Odd(ad_id, _PATTERN.HIGH_RATE, clicks, clicks, views[ad_id]))
        if clicks >= LEAST_CLICKS and 0 < earlier[ad_id] * SPIKE < clicks * _WEEK:
            found.append(Odd(ad_id, _PATTERN.SPIKE, clicks, clicks, views[ad_id]))
    return found


def _too_many_from_one(by_origin):
    """The address, then the network of the other addresses, that has too large a share of the clicks."""
    left = by_origin
    for number, (pattern, name) in enumerate(_ORIGINS):
        counts = Counter()
        for origin, count in left.items():
            if origin[number]:
                counts[origin[number]] += count
        (one, most), *_ = [*counts.most_common(1), ("", 0)]
        clicks = sum(left.values())
        if clicks >= LEAST_FROM_ONE and most > MOST_FROM_ONE * clicks:
            yield pattern, most, {name: one}
            left = {origin: count for origin, count in left.items() if origin[number] != one}


def charged_clicks(day: date) -> QuerySet[Click]:
    """Return the charged clicks of ``day``, also those that were given back."""
    start, end = bounds(day)
    return Click.objects.filter(reason="", at__gte=start, at__lt=end)


def _clicks(day):
    found = defaultdict(dict)
    standing = charged_clicks(day).filter(transaction__reversed_by=None)
    rows = standing.order_by().values_list("ad_id", "address_hash", "network_hash")
    for ad_id, *origin, count in rows.annotate(count=Count("pk")):
        found[ad_id][tuple(origin)] = count
    return found


def _clicks_before(day):
    start, end = midnight(day - timedelta(days=_WEEK)), midnight(day)
    rows = Click.objects.filter(reason="", at__gte=start, at__lt=end).order_by().values_list("ad_id")
    return defaultdict(int, rows.annotate(count=Count("pk")))


def _views(day):
    rows = ViewDay.objects.filter(day=day).order_by().values_list("ad_id")
    return defaultdict(int, rows.annotate(total=Sum("served")))
