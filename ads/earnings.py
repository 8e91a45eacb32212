"""What the ad desk took in and earned by the month, added up from the entries of the books."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.timezone import localdate

from ads.charts import Chart, columns
from ads.models import Account, Entry
from ads.money import dollars
from ads.quarters import Quarter, day_of
from newsroom.clock import midnight

MONTHS = 12
_KIND = Account.Kind


@dataclass
class Earnings:
    """One month, or several of them, in cents."""

    month: date | None = None
    received: int = 0
    paid_out: int = 0  # refunds, and what banks took back
    earned: int = 0  # by clicks, less those given back
    given: int = 0  # promotions and credits
    lost: int = 0  # written off


def by_month(months: int = MONTHS) -> list[Earnings]:
    """Return the last ``months`` months of the site's calendar, the current one first, in one query."""
    firsts = _months(localdate(), months)
    entries = Entry.objects.filter(transaction__at__gte=midnight(firsts[-1])).order_by()
    sums = entries.annotate(quarter=Quarter("transaction__at")).values_list("quarter", "account__kind")
    found = defaultdict(Earnings)
    for quarter, kind, into, out in sums.annotate(
        into=Sum("cents", filter=Q(cents__gt=0), default=0),
        out=Sum("cents", filter=Q(cents__lt=0), default=0),
    ):
        _add(found[day_of(quarter).replace(day=1)], kind, into, out)
    for first in firsts:
        found[first].month = first
    return [found[first] for first in firsts]


def _add(month, kind, into, out):
    """In the books money in hand, given or lost is negative, and what was earned is positive."""
    if kind == _KIND.CASH:
        month.received, month.paid_out = month.received - out, month.paid_out + into
    elif kind == _KIND.EARNED:
        month.earned += into + out
    elif kind in (_KIND.PROMOTIONS, _KIND.CREDITS):
        month.given -= into + out
    elif kind == _KIND.LOSSES:
        month.lost -= into + out


def _months(today, count):
    """The first days of the last ``count`` months, the current one first."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last, last - count, -1)]


def all_of(months: list[Earnings]) -> Earnings:
    """Return the sum of ``months``."""
    names = ("received", "paid_out", "earned", "given", "lost")
    return Earnings(**{name: sum(getattr(month, name) for month in months) for name in names})


def chart(months: list[Earnings]) -> Chart:
    """Return what was earned in each of ``months`` as columns, the latest last."""
    rows = [(date_format(month.month, "F Y"), month.earned, dollars(month.earned)) for month in months]
    return columns("Earned by clicks, month by month", rows[::-1])


def held() -> tuple[int, int]:
    """Return what is held for advertisers now, and what they owe, in cents."""
    accounts = Account.objects.aggregate(
        held=Sum("balance_cents", filter=Q(kind=_KIND.ADVERTISER), default=0),
        owed=Sum("balance_cents", filter=Q(kind=_KIND.RECEIVABLE), default=0),
    )
    return accounts["held"], -accounts["owed"]
