"""What the first page of the desk says of what is coming."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from articles import services
from articles.templatetags.ahead import ahead_cards
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article, make_photo
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def cards_for(rf, user):
    request = rf.get("/admin/")
    request.user = user
    return {card["title"]: card for card in ahead_cards({"request": request})["cards"]}


def test_photos_that_expire_within_a_week_are_told_and_one_click_away(rf):
    chief, today = make_chief(), localdate()
    for name, day in (("Last day", 0), ("In a week", 7), ("Later", 8), ("Gone", -1)):
        make_photo(caption=name, usable_until=today + day * DAY)
    make_photo(caption="For good")

    card = cards_for(rf, chief)["Photos to replace"]

    assert (card["count"], [row["text"] for row in card["rows"]]) == (2, ["Last day", "In a week"])
    listed = client_of(chief).get(card["href"])
    assert {photo.caption for photo in listed.context["cl"].result_list} == {"Last day", "In a week"}


def test_what_is_still_scheduled_today_is_told(rf):
    now, chief = database_now(), make_chief()
    soon, tomorrow, done = (make_article(headline=name) for name in ("Soon", "Tomorrow", "Done"))
    services.publish(soon, by=None, at=now + timedelta(seconds=30), checked=False)
    services.publish(tomorrow, by=None, at=now + 2 * DAY, checked=False)
    services.publish(done, by=None, at=now + timedelta(seconds=9), checked=False)
    let_time_pass(done, timedelta(minutes=1))

    card = cards_for(rf, chief)["Scheduled today"]

    is_still_today = localdate(now + timedelta(seconds=30)) == localdate()
    assert [row["text"] for row in card["rows"]] == ["Soon"] * is_still_today
    assert "calendar/" in card["href"]
    assert "Photos to replace" in client_of(chief).get("/admin/").text


def test_the_cards_ask_for_permissions(rf):
    assert cards_for(rf, make_person("articles.change_article", "articles.view_photo")) == {}
    assert list(cards_for(rf, make_person("articles.change_photo"))) == ["Photos to replace"]


@pytest.mark.parametrize("rows", [1, 9])
def test_each_card_is_one_query(rf, django_assert_num_queries, rows):
    chief = make_chief()
    for _ in range(rows):
        make_photo(usable_until=localdate())

    with django_assert_num_queries(2):
        assert cards_for(rf, chief)["Photos to replace"]["count"] == rows
