"""Which ad stands in a slot: targeting, halves, paid before house, and a fair draw."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from ads import services, serving
from ads.models import Ad
from ads.serving import LiveAd, draw
from ads.slots import Slot, read_slot, slot_query
from tests.factories_ads import a_human, a_live_ad, a_token, a_waiting_ad, an_advertiser, an_editor

ANY = Slot("article")


def an_ad(number=1, weight=1.0, **facts):
    return LiveAd(ad_id=number, advertiser_id=number, price_cents=100, weight=weight, **facts)


def drawn(ads, slot=ANY, times=10_000):
    rng = random.Random(7)  # noqa: S311 - a test draws the same every time
    return Counter(ad.ad_id if (ad := draw(ads, slot, rng)) else None for _ in range(times))


@pytest.mark.parametrize("weights", [(1, 3, 6), (5, 5, 5), (1, 1, 998)])
def test_the_draw_is_fair_by_what_each_should_still_spend(weights):
    counts = drawn(tuple(an_ad(number, weight) for number, weight in enumerate(weights)))

    expected = [10_000 * weight / sum(weights) for weight in weights]
    chi_square = sum((counts[number] - times) ** 2 / times for number, times in enumerate(expected))
    assert chi_square < 13.8  # 1 in 1,000 for two degrees of freedom


def test_an_ad_that_is_ahead_of_its_pace_is_not_drawn_and_house_ads_only_without_paid_ones():
    house, ahead, due = an_ad(1, is_house=True), an_ad(2, weight=0), an_ad(3)

    assert drawn((house, ahead, due), times=50) == {3: 50}
    assert drawn((house, ahead), times=50) == {1: 50}
    assert drawn((ahead,), times=1) == {None: 1}


@pytest.mark.parametrize(
    ("wants", "fits"),
    [
        ({}, True),
        ({"sections": {"world"}}, True),
        ({"sections": {"sport"}}, False),
        ({"tags": {"tea"}}, True),
        ({"tags": {"coffee"}}, False),
        ({"sections": {"sport"}, "tags": {"tea"}}, True),
        ({"avoids": [{"crash"}]}, False),
        ({"avoids": [{"plane", "crash"}]}, False),
        ({"avoids": [{"plane", "hijack"}]}, True),
        ({"sections": {"world"}, "avoids": [{"ferry"}]}, False),
    ],
)
def test_an_ad_stands_where_it_wants_to_and_nowhere_near_what_it_avoids(wants, fits):
    page = slot_query("article", section="world", tags="tea,plane-crash", words="The Ferry is late")
    facts = {
        name: tuple(map(frozenset, x)) if name == "avoids" else frozenset(x) for name, x in wants.items()
    }

    assert an_ad(**facts).fits(read_slot("article", page)) == fits


def test_two_slots_of_a_page_never_show_one_advertiser():
    ads = tuple(an_ad(number, half=number % 2) for number in range(6))

    first = drawn(ads, Slot("article", number=1, of=2), times=300)
    second = drawn(ads, Slot("article", number=2, of=2), times=300)

    assert (set(first), set(second)) == ({0, 2, 4}, {1, 3, 5})


@pytest.mark.django_db
def test_the_snapshot_has_what_may_run_now_with_its_targeting():
    now = timezone.now()
    house_owner = an_advertiser(name="The paper")
    running = a_live_ad(sections=["world"], tags=["tea"], avoid_words=["Plane crash"], starts_at=now)
    a_live_ad(starts_at=now + timedelta(hours=1))
    a_live_ad(ends_at=now - timedelta(seconds=1))
    a_live_ad(balance_cents=99)
    a_live_ad(budget_cents=99)
    services.pause_ad(a_live_ad())
    a_waiting_ad()
    house = a_live_ad(house_owner, is_house=True, budget_cents=0, balance_cents=0)

    paid, ours = serving.live_ads()

    assert (paid.ad_id, paid.sections, paid.tags) == (running.pk, {"world"}, {"tea"})
    assert paid.avoids == ({"plane", "crash"},)
    assert (ours.ad_id, ours.is_house, ours.weight) == (house.pk, True, 1)


@pytest.mark.django_db
def test_the_weight_is_of_the_smaller_of_budget_and_balance():
    a_live_ad(budget_cents=400, balance_cents=9_000)
    a_live_ad(budget_cents=9_000, balance_cents=700)

    one, two = (ad.weight for ad in serving.live_ads())

    assert one / two == pytest.approx(4 / 7)


@pytest.mark.django_db
def test_an_ad_whose_day_is_spent_is_not_shown_and_comes_back_when_it_may_spend_more():
    ad = a_live_ad(daily_cap_cents=100)
    assert serving.choose_ad(ANY).ad_id == ad.pk
    services.record_click(ad, evidence=a_human(a_token(ad)))
    serving.forget_snapshot()
    assert serving.choose_ad(ANY) is None

    services.reverse_transaction(ad.clicks.get().transaction, by=an_editor(), note="goodwill")
    serving.forget_snapshot()

    assert serving.choose_ad(ANY).ad_id == ad.pk


@pytest.mark.django_db
def test_a_choice_costs_the_same_however_much_was_clicked(django_assert_num_queries):
    ads = [a_live_ad() for _ in range(3)]
    for number in range(4):
        services.record_click(ads[0], evidence=a_human(a_token(ads[0]), client=f"reader {number}"))
    assert Ad.objects.get(pk=ads[0].pk).spent_cents == 400
    serving.forget_snapshot()

    with django_assert_num_queries(2):  # the ads, and the prices of places
        for _ in range(50):
            serving.choose_ad(ANY)
