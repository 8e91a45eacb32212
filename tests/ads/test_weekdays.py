"""An ad that wants to be seen on some days of the week alone, and spends its money evenly over those."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ads import prechecks, services, serving
from ads.models import AdVersion
from ads.pacing import Day, Purse, plan_of_the_day, weight
from ads.slots import Slot
from newsroom.mailed_links import account_of
from tests.ads.test_submissions import submit, typed
from tests.clocks import clock_at
from tests.factories_ads import a_human, a_live_ad, a_token, an_editor

WEDNESDAY = datetime(2026, 11, 18, tzinfo=UTC)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (WEDNESDAY + timedelta(days=number) for number in (2, 3, 4, 5))
WEEKEND = frozenset({6, 7})
HOUR = timedelta(hours=1)


def purse(weekdays, **facts):
    return Purse(
        **{"ad_id": 1, "price_cents": 100, "left_cents": 10_000, "weekdays": frozenset(weekdays)} | facts
    )


def plan(today, weekdays, **facts):
    return plan_of_the_day(purse(weekdays, **facts), Day.of(today))


@pytest.mark.parametrize(
    ("today", "weekdays", "weeks", "left", "expected"),
    [
        (SUNDAY, {6, 7}, 3.5, 7_000, 1_000),  # this Sunday, and three weekends
        (SATURDAY, {6, 7}, 3.5, 8_000, 1_000),  # four weekends
        (FRIDAY, {5}, 52, 5_200, 100),
        (FRIDAY, {5}, 2 / 7, 3_000, 3_000),  # its last Friday
        (SATURDAY, {6, 7}, 1.5 / 7, 3_000, 2_000),  # half of Sunday is half a day
        (SATURDAY, {6}, 1.5 / 7, 3_000, 3_000),  # no other Saturday
        (SATURDAY, {6}, 0.5 / 7, 3_000, 3_000),
        (FRIDAY, {6, 7}, 1, 3_000, 0),  # not its day
    ],
)
def test_the_money_is_spread_over_its_days_alone(today, weekdays, weeks, left, expected):
    assert plan(today, weekdays, left_cents=left, ends_at=today + timedelta(weeks=weeks)) == expected


def test_a_first_day_that_begins_at_noon_counts_half():
    noon = FRIDAY + 12 * HOUR

    assert plan(FRIDAY, {5, 1}, left_cents=3_000, starts_at=noon, ends_at=MONDAY + 24 * HOUR) == 1_000


def test_a_long_day_between_counts_like_any_and_as_the_last_it_may_spend_all(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    long_sunday = datetime(2026, 10, 25, 12, tzinfo=UTC)
    ends = Day.of(long_sunday).ends_at + 24 * HOUR
    week_before = long_sunday - timedelta(days=7)

    assert Day.of(long_sunday).ends_at - Day.of(long_sunday).starts_at == 25 * HOUR
    assert plan(week_before, {7}, left_cents=2_000, ends_at=ends) == 1_000
    assert plan(long_sunday, {7}, left_cents=2_000, ends_at=ends) == 2_000


@given(weekdays=st.frozensets(st.integers(1, 7)), first=st.integers(0, 6), hours=st.integers(1, 24 * 400))
def test_counting_by_weeks_is_counting_day_by_day(weekdays, first, hours):
    today = WEDNESDAY + timedelta(days=first)
    ends = today + hours * HOUR
    stretches = {
        today + timedelta(days=number): min(hours - 24 * number, 24) for number in range(-(-hours // 24))
    }
    own = {day: length for day, length in stretches.items() if day.isoweekday() in (weekdays or range(1, 8))}
    expected = 10**9 * own[today] / sum(own.values()) if today in own else 0

    spent = plan(today, weekdays, price_cents=1, left_cents=10**9, ends_at=ends)

    assert spent == pytest.approx(expected, abs=1)


def test_four_weeks_of_readers_by_chance_spend_the_whole_budget_on_its_days_and_nothing_on_others():
    rng = random.Random(7)  # noqa: S311 - the same readers every time
    left, by_day = 8_000, Counter()

    for minute in range(0, 28 * 24 * 60, 5):
        now = MONDAY + timedelta(minutes=minute)
        day = Day.of(now)
        spent = by_day[day.date]
        asked = purse(WEEKEND, left_cents=left, spent_today_cents=spent, ends_at=MONDAY + timedelta(weeks=4))
        if rng.random() < 0.5 and weight(asked, now, day) > 0:
            left -= 100
            by_day[day.date] += 100

    days = (MONDAY + timedelta(days=number) for number in range(28))
    assert +by_day == {day.date(): 1_000 for day in days if day.isoweekday() in WEEKEND}
    assert left == 0


def test_without_a_pace_it_weighs_as_if_it_had_its_days_of_four_weeks():
    ad = purse(WEEKEND, left_cents=6_720)

    assert weight(ad, SATURDAY, Day.of(SATURDAY)) == 6_720 / (8 * 24)
    assert weight(ad, FRIDAY, Day.of(FRIDAY)) == 0


def test_the_day_is_the_sites_own(settings):
    settings.TIME_ZONE = "Asia/Kathmandu"  # 5:45 ahead
    friday_there, saturday_there = FRIDAY + 18 * HOUR, FRIDAY + 19 * HOUR

    moments = [(moment, Day.of(moment)) for moment in (friday_there, saturday_there)]

    assert [weight(purse({6}), moment, day) > 0 for moment, day in moments] == [False, True]


@pytest.mark.django_db
def test_ads_and_house_ads_are_drawn_on_their_days_alone_at_no_further_query(django_assert_num_queries):
    paid = a_live_ad(weekdays=[6])
    house = a_live_ad(weekdays=[5, 6], is_house=True, budget_cents=0, balance_cents=0)

    drawn = []
    with clock_at(FRIDAY) as clock:
        for today in (FRIDAY, SATURDAY, SUNDAY):
            clock.set(today)
            serving.forget_snapshot()
            with django_assert_num_queries(2):  # the ads, and the prices of places
                ad = serving.choose_ad(Slot("article"))
            drawn.append(ad and ad.ad_id)

    assert drawn == [house.pk, paid.pk, None]


@pytest.mark.django_db
def test_a_click_shortly_after_midnight_on_a_view_of_its_day_is_charged():
    ad = a_live_ad(weekdays=[5])
    at = SATURDAY + timedelta(seconds=5)

    reason = services.record_click(ad, evidence=a_human(a_token(ad, at=at - timedelta(seconds=10)), at=at))

    assert reason == ""


@pytest.mark.django_db
def test_the_days_are_kept_in_order_and_the_reviewer_reads_their_names(client):
    submit(client, weekdays=["7", "6", "7"])

    version = AdVersion.objects.get()
    assert version.weekdays == [6, 7]
    client.force_login(an_editor())
    page = client.get(f"/admin/ads/ad/{version.ad_id}/change/").text
    assert "<dt>Only on these days</dt><dd>Saturday, Sunday</dd>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("garbage", ["0", "8", "06", "Friday", "[1]", ""])
def test_no_other_day_is_taken_and_the_field_says_so(client, garbage):
    response = client.post("/advertise/submit/", typed() | {"weekdays": ["1", garbage]})

    assert response.status_code == 422
    beside = response.text.split('id="id_weekdays_error">')[1].split("</p>")[0]
    assert "is not one of the available choices" in beside


@pytest.mark.django_db
def test_a_change_begins_with_the_days_of_before_and_tells_the_reviewer_what_is_new(client):
    ad = a_live_ad(weekdays=[6])
    client.force_login(account_of(ad.advertiser.email))
    path = reverse("ads:ad_edit", args=[ad.public_id])

    page = client.get(path)
    form = page.context["form"]
    checked = [str(box.choice_label) for box in form["weekdays"] if box.data["selected"]]
    as_shown = {name: form[name].value() for name in AdVersion.WORDS} | {"tags": "", "avoid_words": ""}
    client.post(path, as_shown | {"headline": "Old tea"})
    kept = ad.versions.first()
    client.post(path, as_shown | {"weekdays": ["6", "7"]})

    assert '<details class="advertise-more" open>' in page.text
    assert (checked, kept.headline, kept.weekdays) == (["Saturday"], "Old tea", [6])
    assert prechecks.changes(ad.versions.first()) == [("days of the week", "Saturday", "Saturday, Sunday")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "weekdays", "status"),
    [
        (FRIDAY, SUNDAY, ["1", "4"], 422),
        (FRIDAY, SUNDAY, ["1", "7"], 302),
        (FRIDAY, FRIDAY, ["5"], 302),
        (None, FRIDAY, ["2"], 422),  # from Wednesday on
        (None, FRIDAY, ["3"], 302),
        (FRIDAY, FRIDAY + timedelta(days=6), ["4"], 302),
        (FRIDAY, None, ["4"], 302),
    ],
)
def test_one_of_its_days_must_lie_in_its_time(client, first, last, weekdays, status):
    dates = {"starts_on": first and first.date(), "ends_on": last and last.date()}
    with clock_at(WEDNESDAY + 12 * HOUR):
        answer = client.post(
            "/advertise/submit/",
            typed() | {name: day.isoformat() for name, day in dates.items() if day} | {"weekdays": weekdays},
        )

    assert answer.status_code == status
    assert ("None of these days lies between" in answer.text) == (status == 422)
