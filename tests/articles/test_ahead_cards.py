"""What the first page of the desk says of what is coming."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from articles import services
from articles.templatetags.ahead import ahead_cards
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article, make_author, make_live, make_photo
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def cards_for(rf, user):
    request = rf.get("/admin/")
    request.user = user
    return {card["title"]: card for card in ahead_cards({"request": request})["cards"]}


def test_photos_in_use_that_expire_within_two_weeks_are_told_and_one_click_away(rf):
    chief, today = make_chief(), localdate()
    for name, day in (("Last day", 0), ("In two weeks", 14), ("Later", 15), ("Gone", -1)):
        make_article(lead_photo=make_photo(caption=name, usable_until=today + day * DAY))
    make_photo(caption="Nobody's", usable_until=today)
    make_article(lead_photo=make_photo(caption="For good"))

    card = cards_for(rf, chief)["Expiring photos"]

    expected = ["Gone", "Last day", "In two weeks"]
    assert (card["count"], [row["text"] for row in card["rows"]]) == (3, expected)
    assert [row["note"].split()[0] for row in card["rows"]] == ["Expired", "Usable", "Usable"]
    listed = client_of(chief).get(card["href"])
    assert [photo.caption for photo in listed.context["cl"].result_list] == expected


def test_a_photo_that_only_an_old_version_shows_needs_no_replacing(rf):
    old, new = make_photo(usable_until=localdate()), make_photo()
    story = make_live(lead_photo=old)
    assert cards_for(rf, make_chief())["Expiring photos"]["count"] == 1

    story.lead_photo = new
    story.save()
    assert cards_for(rf, make_chief())["Expiring photos"]["count"] == 1  # readers still see it
    services.publish(story, by=None, checked=False)

    assert cards_for(rf, make_chief())["Expiring photos"]["count"] == 0


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
    assert "Expiring photos" in client_of(chief).get("/admin/").text


def test_the_cards_ask_for_permissions(rf):
    assert cards_for(rf, make_person("articles.change_article", "articles.view_photo")) == {}
    assert list(cards_for(rf, make_person("articles.change_photo"))) == ["Expiring photos"]


@pytest.mark.parametrize("rows", [1, 9])
def test_each_card_is_one_query(rf, django_assert_num_queries, rows):
    chief = make_chief()
    for _ in range(rows):
        make_author(portrait=make_photo(usable_until=localdate()))

    with django_assert_num_queries(3):
        assert cards_for(rf, chief)["Expiring photos"]["count"] == rows
