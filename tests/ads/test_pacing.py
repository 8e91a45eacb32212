"""What an ad should still spend: plain arithmetic, on days of 23, 24 and 25 hours."""

from datetime import UTC, datetime, timedelta

import pytest

from ads.pacing import Day, Purse, plan_of_the_day, weight

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = Day.of(NOON)


def purse(**facts):
    return Purse(**{"ad_id": 1, "price_cents": 100, "left_cents": 10_000} | facts)


@pytest.mark.parametrize(
    ("moment", "hours", "starts"),
    [
        (datetime(2026, 3, 29, 12, tzinfo=UTC), 23, datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 25, datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (datetime(2026, 6, 1, 22, 30, tzinfo=UTC), 24, datetime(2026, 6, 1, 22, tzinfo=UTC)),
    ],
)
def test_a_day_is_the_sites_own(settings, moment, hours, starts):
    settings.TIME_ZONE = "Europe/Oslo"

    day = Day.of(moment)

    assert (day.starts_at, day.ends_at - day.starts_at) == (starts, timedelta(hours=hours))


def test_without_a_pace_the_weight_is_what_is_left():
    assert weight(purse(left_cents=6_720), NOON, DAY) == 10
    assert weight(purse(left_cents=99), NOON, DAY) == 0


def test_money_is_spread_evenly_to_the_end():
    week = purse(left_cents=70_000, starts_at=DAY.starts_at, ends_at=DAY.starts_at + timedelta(days=7))

    assert plan_of_the_day(week, DAY) == 10_000
    assert (
        weight(purse(left_cents=70_000, ends_at=week.ends_at, spent_today_cents=0), NOON, DAY) == 10_000 / 12
    )


def test_the_last_day_may_spend_all_and_a_cap_holds_it():
    ends = DAY.starts_at + timedelta(hours=18)

    assert plan_of_the_day(purse(ends_at=ends), DAY) == 10_000
    assert plan_of_the_day(purse(ends_at=ends, cap_cents=2_550), DAY) == 2_500


@pytest.mark.parametrize(
    ("hour", "spent", "is_due"),
    [
        (0, 0, True),
        (0, 200, True),
        (0, 300, False),
        (12, 1_400, True),
        (12, 1_500, False),
        (23, 2_300, True),
        (23, 2_400, False),
    ],
)
def test_an_ad_ahead_of_its_day_waits(hour, spent, is_due):
    capped = purse(cap_cents=2_400, spent_today_cents=spent)

    assert (weight(capped, DAY.starts_at + timedelta(hours=hour), DAY) > 0) == is_due


def test_a_day_with_even_traffic_is_spent_evenly():
    spent, hours = 0, []
    for minute in range(24 * 60):
        if weight(
            purse(cap_cents=4_800, spent_today_cents=spent), DAY.starts_at + timedelta(minutes=minute), DAY
        ):
            spent += 100
            hours.append(minute // 60)

    by_noon = sum(hour < 12 for hour in hours)
    assert (spent, 24 <= by_noon <= 28) == (4_800, True)


def test_less_than_a_click_a_day_becomes_a_click_on_some_days():
    days = [Day.of(NOON + timedelta(days=number)) for number in range(400)]

    plans = [
        plan_of_the_day(purse(left_cents=1_000, ends_at=day.starts_at + timedelta(days=40)), day)
        for day in days
    ]

    assert set(plans) == {0, 100}
    assert 60 <= plans.count(100) <= 140  # a quarter of the days
