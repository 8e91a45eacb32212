"""Patterns in a day's charged clicks that no single click shows (R20)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from ads.models import Click, ClickAlert, ViewDay
from ads.open_books import bounds

LEAST_CLICKS = 20  # of a day, for a rate to mean something
MOST_RATE = 0.25  # clicks for each showing
LEAST_FOR_ADDRESS = 10
MOST_FROM_ONE_ADDRESS = 0.4
SPIKE = 3  # times the mean of the week before
_WEEK = 7
_PATTERN = ClickAlert.Pattern


@dataclass(frozen=True)
class Odd:
    """One odd pattern: ``odd`` of the ad's ``clicks`` on that day."""

    ad_id: int
    pattern: str
    clicks: int
    odd: int
    views: int = 0
    address_hash: str = ""


def odd_patterns(day: date) -> list[Odd]:
    """Return the odd patterns among the charged clicks of ``day`` that were not given back."""
    found = []
    earlier, views = _clicks_before(day), _views(day)
    for ad_id, by_address in _clicks(day).items():
        clicks = sum(by_address.values())
        known = {address: count for address, count in by_address.items() if address}
        address, most = max(known.items(), key=lambda row: row[1], default=("", 0))
        if clicks >= LEAST_FOR_ADDRESS and most > MOST_FROM_ONE_ADDRESS * clicks:
            found.append(Odd(ad_id, _PATTERN.ONE_ADDRESS, clicks, most, views[ad_id], address))
        if clicks >= LEAST_CLICKS and clicks > MOST_RATE * views[ad_id]:
            found.append(Odd(ad_id, _PATTERN.HIGH_RATE, clicks, clicks, views[ad_id]))
        if clicks >= LEAST_CLICKS and 0 < earlier[ad_id] * SPIKE < clicks * _WEEK:
            found.append(Odd(ad_id, _PATTERN.SPIKE, clicks, clicks, views[ad_id]))
    return found


def charged_clicks(day: date) -> QuerySet[Click]:
    """Return the charged clicks of ``day``, also those that were given back."""
    start, end = bounds(day)
    return Click.objects.filter(reason="", at__gte=start, at__lt=end)


def _clicks(day):
    found = defaultdict(dict)
    standing = charged_clicks(day).filter(transaction__reversed_by=None)
    rows = standing.order_by().values_list("ad_id", "address_hash")
    for ad_id, address, count in rows.annotate(count=Count("pk")):
        found[ad_id][address] = count
    return found


def _clicks_before(day):
    start, end = bounds(day - timedelta(days=_WEEK))[0], bounds(day)[0]
    rows = Click.objects.filter(reason="", at__gte=start, at__lt=end).order_by().values_list("ad_id")
    return defaultdict(int, rows.annotate(count=Count("pk")))


def _views(day):
    rows = ViewDay.objects.filter(day=day).order_by().values_list("ad_id")
    return defaultdict(int, rows.annotate(total=Sum("served")))
