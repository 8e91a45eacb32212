"""The calendar of what is scheduled."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.models import Article, FrontSlot
from articles.planned import plans_between
from newsroom.clock import database_now
from tests.factories_articles import make_article, make_live, make_section
from tests.factories_desk import STORIES, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
CALENDAR = f"{STORIES}calendar/"
DAY = timedelta(days=1)


def make_plans():
    """One of each kind, the first in a day, a day apart; and a lead story that stays."""
    now = database_now()
    coming, live, going = make_article(headline="New"), make_live(headline="Old"), make_live(headline="Away")
    services.publish(coming, by=None, at=now + DAY, checked=False)
    live.headline = "Newer"
    live.save()
    services.publish(live, by=None, at=now + 2 * DAY, checked=False)
    services.withdraw(going, by=None, at=now + 3 * DAY, reason="Rights end.")
    section = make_section(name="City")
    where = {"section": section, "starts_at": now + 4 * DAY, "ends_at": now + 5 * DAY}
    services.place_story(going, place="lead", by=None, **where)
    return now


def test_what_is_ahead_is_found_each_once_and_in_order():
    now, articles = make_plans(), Article.objects.all()

    plans = plans_between(now - 9 * DAY, now + 9 * DAY, articles=articles, fronts=True)

    assert [
        ((planned.at - now).days, planned.what, planned.headline, planned.where) for planned in plans
    ] == [
        (1, "Publication", "New", ""),
        (2, "Update", "Newer", ""),
        (3, "Withdrawal", "Away", ""),
        (4, "Lead begins", "Away", "City"),
        (5, "Lead ends", "Away", "City"),
    ]
    some = plans_between(now + 2 * DAY, now + 4 * DAY, articles=articles, fronts=False)
    assert [planned.what for planned in some] == ["Update", "Withdrawal"]


def test_what_has_happened_is_not_planned():
    live = make_live()
    services.withdraw(live, by=None)
    FrontSlot.objects.create(article=live, place="lead")
    now = timezone.now()

    assert plans_between(now - 9 * DAY, now + 9 * DAY, articles=Article.objects.all(), fronts=True) == []


def test_the_calendar_shows_a_month_and_links_to_the_next(django_assert_num_queries):
    chief = client_of(make_chief())
    story = make_article(headline="Harbour day")
    at = timezone.make_aware(datetime.fromisoformat("2999-05-07T09:30"))
    services.publish(story, by=None, at=at, checked=False)

    # session, person, releases, withdrawals, slots
    with django_assert_num_queries(5):
        page = chief.get(CALENDAR, {"month": "2999-05"})

    days = {day.date.day: day.plans for week in page.context["weeks"] for day in week if day.is_inside}
    assert len(days) == 31
    assert [day for day, plans in days.items() if plans] == [7]
    assert "09:30 Publication" in page.text
    assert f'/{story.pk}/change/">Harbour day</a>' in page.text
    assert 'href="?month=2999-04"' in page.text
    assert 'href="?month=2999-06"' in page.text
    assert "Harbour day" not in chief.get(CALENDAR).text


@pytest.mark.parametrize("month", ["x", "2026-13", "9999-12", "0001-01", "2026-05-01"])
def test_a_month_that_is_none_is_not_found(month):
    assert client_of(make_chief()).get(CALENDAR, {"month": month}).status_code == 404


def test_the_calendar_is_closed_to_who_may_not_read_what_others_write():
    writer = client_of(make_person("articles.change_article", "articles.view_article"))

    assert writer.get(CALENDAR).status_code == 403
    link = f'<a href="{CALENDAR}">Calendar</a>'
    assert [link in one.get(STORIES).text for one in (writer, client_of(make_chief()))] == [False, True]
