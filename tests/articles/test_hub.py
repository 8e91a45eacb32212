"""A hub is told which feeds have changed, at the moment at which readers see it (WebSub)."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import services
from articles.hub import tell_hub
from newsroom.site import absolute
from tests.factories_articles import make_author, make_live, make_section, make_series, make_tag

pytestmark = pytest.mark.django_db
HUB = "https://hub.example/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _with_a_hub(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.WEBSUB_HUB = HUB


def moments():
    """When a word to the hub is queued: "now", or the moment."""
    rows = DBTaskResult.objects.filter(task_path__endswith="tell_hub").order_by("enqueued_at")
    is_now = {row: row.run_after.year in (1, 9999) or row.run_after <= timezone.now() for row in rows}
    return ["now" if is_now[row] else row.run_after for row in rows]


def told(article):
    """What the hub is posted when the task runs now."""
    DBTaskResult.objects.all().delete()
    tell_hub.call(article_id=article.pk)
    posts = [
        ping.args_kwargs["kwargs"] for ping in DBTaskResult.objects.filter(task_path__endswith="post_ping")
    ]
    assert [(post["url"], post["content_type"]) for post in posts] in (
        [],
        [(HUB, "application/x-www-form-urlencoded")],
    )
    return parse_qs(posts[0]["body"]) if posts else {}


def test_publishing_and_withdrawing_are_told_at_once():
    story = make_live()
    services.publish(story, by=None, checked=False)
    services.withdraw(story, by=None)

    assert moments() == ["now"] * 3


def test_what_is_planned_is_told_at_its_moment():
    at = timezone.now() + HOUR
    story = make_live(at=at)
    services.withdraw(story, by=None, at=at + HOUR)

    assert "now" not in moments()
    assert set(moments()) == {at, at + HOUR}
    assert told(story) == {}  # readers have seen nothing yet


def test_every_feed_of_the_story_is_named_in_all_its_formats():
    west = make_section(slug="west", parent=make_section(slug="city"))
    story = make_live(
        section=west,
        bylines=[make_author(slug="ana")],
        tags=[make_tag(slug="fish")],
        series=make_series(slug="quay"),
    )

    said = told(story)

    pages = ["/", "/author/ana/", "/section/city/", "/section/west/", "/series/quay/", "/tag/fish/"]
    assert said["hub.mode"] == ["publish"]
    assert said["hub.url"] == [
        absolute(page + end) for page in pages for end in ("feed/", "feed/atom/", "feed.json")
    ]


def test_what_a_story_left_and_its_correction_are_named_too():
    story = make_live(section=make_section(slug="old"))
    type(story).objects.update(section=make_section(slug="new"))
    story.refresh_from_db()
    services.correct(story, by=None, kind="correction", text="It was new.", checked=False)

    urls = told(story)["hub.url"]

    for page in ("/section/old/", "/section/new/", "/corrections/"):
        assert absolute(f"{page}feed/") in urls


def test_a_withdrawn_story_is_told_of_and_a_hidden_or_sponsored_one_never():
    story = make_live(section=make_section(slug="city"))
    services.withdraw(story, by=None)
    assert absolute("/section/city/feed/") in told(story)["hub.url"]

    services.switch(story, by=None, is_hidden=True)

    assert told(story) == {}
    assert told(make_live(type="sponsored")) == {}


def test_nobody_is_told_without_a_hub(settings):
    settings.WEBSUB_HUB = ""

    make_live()

    assert moments() == []
