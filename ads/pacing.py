"""How much an ad should still spend, by now and in its time: even over its days, and even within a day.

Pure arithmetic over plain values. A day is the site's own, whatever its length when the clocks change. An ad
may name days of the week: on others it is not shown, and its money waits for its own. Charging does not ask
for the day: the view was on one of them, and a click on it shortly after midnight is as good as one before.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from newsroom import clock

OPEN_END = timedelta(days=28)  # the time that an ad without an end is weighed by
LEAD_CLICKS = 3  # that may come before the even pace of a day, or a twelfth of the day's plan
LEAD_SHARE = 1 / 12


@dataclass(frozen=True)
class Day:
    """One day in the site's zone: 23 to 25 hours."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, moment: datetime) -> "Day":
        date = timezone.localdate(moment)
        days = (date, date + timedelta(days=1))
        return cls(*(clock.midnight(day).astimezone(UTC) for day in days))  # there, hours can be subtracted

    @property
    def date(self):
        return timezone.localdate(self.starts_at)

    def is_among(self, weekdays: frozenset[int]) -> bool:
        """Whether it is one of these days of the week, 1 (Monday) to 7; of none named: always."""
        return not weekdays or self.date.isoweekday() in weekdays


@dataclass(frozen=True)
class Purse:
    """What one ad may spend, and when."""

    ad_id: int
    price_cents: int
    left_cents: int  # of budget and balance, whichever is less
    spent_today_cents: int = 0
    cap_cents: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    weekdays: frozenset[int] = frozenset()  # none: any


def weight(purse: Purse, now: datetime, day: Day) -> float:
    """Return the cents that the ad should still spend in each hour left to it; 0: not now.

    An ad with neither an end nor a daily cap has no pace: it is weighed as if it had four weeks for what is
    left. Any other has a plan for the day, and may be ahead of an even pace by its lead. On a day that is not
    its own it has no weight.
    """
    if purse.left_cents < purse.price_cents or not day.is_among(purse.weekdays):
        return 0
    if purse.ends_at is None and purse.cap_cents is None:
        return purse.left_cents / (_hours(OPEN_END) * (len(purse.weekdays) or 7) / 7)
    begins, ends = _bounds(purse, day)
    plan = plan_of_the_day(purse, day)
    lead = max(LEAD_CLICKS * purse.price_cents, LEAD_SHARE * plan)
    by_now = plan * (now - begins) / (ends - begins) if ends > begins else plan
    left_today = min(plan - purse.spent_today_cents, purse.left_cents)
    if left_today < purse.price_cents or purse.spent_today_cents >= by_now + lead:
        return 0
    return left_today / max(_hours(ends - now), 0.25)


def plan_of_the_day(purse: Purse, day: Day) -> int:
    """Return what the ad should spend on this day in all, in whole clicks and never above its cap.

    Its money is spread evenly over the time to its end, on its days of the week alone. Half a click becomes
    one click every other day, by a lot that is drawn from the ad and the day.
    """
    if not day.is_among(purse.weekdays):
        return 0
    share = purse.left_cents + purse.spent_today_cents
    if purse.ends_at:
        begins, ends = _bounds(purse, day)
        if purse.ends_at > begins:
            share *= (ends - begins) / _time_left(purse, day)
    clicks = int(share / purse.price_cents + _lot(purse.ad_id, day))
    if purse.cap_cents is not None:
        clicks = min(clicks, purse.cap_cents // purse.price_cents)
    return clicks * purse.price_cents


def _time_left(purse, day):
    """The time from its beginning on this day to its end, on its own days of the week alone.

    The first and the last day count by their hours; of those named, each between them counts 24.
    """
    begins, ends = _bounds(purse, day)
    last = Day.of(purse.ends_at)
    if not purse.weekdays or last.starts_at <= begins:
        return purse.ends_at - begins
    between = _count(purse.weekdays, day.date + timedelta(days=1), last.date)
    of_the_last = purse.ends_at - last.starts_at if last.is_among(purse.weekdays) else timedelta()
    return ends - begins + between * timedelta(days=1) + of_the_last


def _count(weekdays, first, end):
    """How many of the days from ``first`` to the one before ``end`` are of these weekdays."""
    weeks, rest = divmod((end - first).days, 7)
    return weeks * len(weekdays) + sum(
        (first + timedelta(days=number)).isoweekday() in weekdays for number in range(rest)
    )


def _bounds(purse, day):
    """When its time of this day begins and ends."""
    begins = max(day.starts_at, purse.starts_at) if purse.starts_at else day.starts_at
    ends = min(day.ends_at, purse.ends_at) if purse.ends_at else day.ends_at
    return begins, ends


def _lot(ad_id, day):
    """A number from 0 to 1 that is the same all day."""
    drawn = sha256(f"{ad_id} {day.starts_at.isoformat()}".encode()).digest()[:4]
    return int.from_bytes(drawn) / 2**32


def _hours(stretch):
    return stretch / timedelta(hours=1)
