"""Views: counted in memory, added up by the day; seen is said by the page's module, once a token."""

import re
from datetime import date

import pytest
from django.utils import timezone

from ads import showings
from ads.models import ViewDay
from ads.slots import slot_query
from tests.factories_ads import FROM_OUR_PAGE, a_live_ad

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    for counts in (showings.counted, showings._seen):
        counts.clear()
    yield
    for counts in (showings.counted, showings._seen):
        counts.clear()


def show(client, query="", **headers):
    return client.get(f"/ads/slot/article/?{query}", headers=FROM_OUR_PAGE | headers)


def token_of(response):
    return re.search(r"/ads/click/([^/]+)/", response.content.decode())[1]


def say_seen(client, token, **headers):
    return client.post("/ads/seen/", token, "text/plain", headers=FROM_OUR_PAGE | headers)


def days():
    showings.flush_showings()
    return list(
        ViewDay.objects.values_list("section", "device", "served", "seen").order_by("section", "device")
    )


def test_each_showing_counts_by_section_and_device_and_costs_no_write(client, django_assert_num_queries):
    ad, world = a_live_ad(), slot_query("article", section="world")
    show(client)
    with django_assert_num_queries(0):
        show(client, world)
        show(client, world, **{"User-Agent": PHONE})
        show(client, world)

    assert days() == [("", "computer", 1, 0), ("world", "computer", 2, 0), ("world", "phone", 1, 0)]
    row = ViewDay.objects.first()
    assert (row.ad, row.version, row.day, row.place) == (ad, ad.version, timezone.localdate(), "article")
    show(client)
    assert days()[0] == ("", "computer", 2, 0)


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Googlebot/2.1"}, {"User-Agent": ""}, {"Sec-Purpose": "prefetch"}, {"X-Moz": "prefetch"}],
)
def test_robots_and_frames_loaded_ahead_are_not_counted(client, headers):
    a_live_ad()

    show(client, **headers)

    assert not showings.counted


def test_an_empty_slot_counts_nothing(client):
    show(client)

    assert not showings.counted


def test_an_ad_is_seen_once_for_each_token(client, django_assert_num_queries):
    a_live_ad()
    token = token_of(show(client, slot_query("article", section="world")))

    answers = {say_seen(client, token).status_code for _ in range(3)}

    assert answers == {204}
    assert days() == [("world", "computer", 1, 1)]


def test_only_the_reader_who_was_shown_the_ad_can_say_that_it_was_seen(client):
    a_live_ad()
    token = token_of(show(client))

    for sent in ("", "nonsense", token[:-1], token + "A", "\x00", "é"):
        assert say_seen(client, sent).status_code == 204
    assert say_seen(client, "9" * 4000).status_code == 400
    say_seen(client, token, **{"User-Agent": PHONE})
    say_seen(client, token, **{"User-Agent": "Googlebot/2.1"})
    client.post("/ads/seen/", token, "text/plain", headers=FROM_OUR_PAGE, REMOTE_ADDR="203.0.113.9")
    elsewhere = say_seen(client, token, **{"Sec-Fetch-Site": "cross-site"})

    assert elsewhere.status_code == 403
    assert client.get("/ads/seen/").status_code == 405
    assert days() == [("", "computer", 1, 0)]


def test_showings_of_what_is_gone_are_passed_over_and_days_stay_apart():
    version = a_live_ad().version_id
    for day in (date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 5)):
        showings.count_served(version, day=day, place="article", section="", device="phone")
    showings.count_served(10**12, day=date(2026, 3, 4), place="article", section="", device="phone")

    showings.flush_showings()

    assert list(ViewDay.objects.order_by("day").values_list("day", "served")) == [
        (date(2026, 3, 4), 1),
        (date(2026, 3, 5), 2),
    ]
