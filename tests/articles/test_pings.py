"""Search engines are told of what readers see, when they see it, and of nothing else."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import services
from articles.models import Article
from articles.pings import tell_search_engines
from tests.factories_articles import let_time_pass, make_article, make_live

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _switched_on(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.INDEXNOW_KEY = "a-key-of-ours"


def words():
    """When a word about which article is queued, and nothing else that is."""
    rows = DBTaskResult.objects.filter(task_path__endswith="tell_search_engines").order_by("enqueued_at")
    is_now = {row: row.run_after.year in (1, 9999) or row.run_after <= timezone.now() for row in rows}
    return [(row.args_kwargs["kwargs"]["article_id"], None if is_now[row] else row.run_after) for row in rows]


def told(article):
    DBTaskResult.objects.all().delete()
    tell_search_engines.call(article_id=article.pk)
    pings = DBTaskResult.objects.filter(task_path__endswith="post_ping")
    return [url for ping in pings for url in json.loads(ping.args_kwargs["kwargs"]["body"])["urlList"]]


def test_publishing_and_withdrawing_are_told_at_once():
    story = make_live()
    assert words() == [(story.pk, None)]

    services.publish(story, by=None, checked=False)
    services.withdraw(story, by=None)

    assert words() == [(story.pk, None)] * 3


def test_what_is_planned_is_told_at_its_moment():
    at = timezone.now() + HOUR
    story = make_live(at=at)
    services.withdraw(story, by=None, at=at + HOUR)

    assert words() == [(story.pk, at), (story.pk, at), (story.pk, at + HOUR)]


def test_nobody_is_told_of_old_text_that_is_brought_in_or_without_a_key(settings):
    make_live(first_published_at=timezone.now() - 72 * HOUR)
    settings.INDEXNOW_KEY = ""
    make_live()

    assert words() == []


def test_every_address_that_readers_have_seen_is_named_and_none_that_is_planned():
    story = make_live(slug="one")
    let_time_pass(story, HOUR)
    Article.objects.filter(pk=story.pk).update(slug="two")
    story.refresh_from_db()
    services.publish(story, by=None, checked=False)
    Article.objects.filter(pk=story.pk).update(slug="secret")
    story.refresh_from_db()
    services.publish(story, by=None, at=timezone.now() + HOUR, checked=False)

    day = story.releases.get().day
    start = f"http://127.0.0.1:8000/{day:%Y/%m/%d}/"
    assert told(story) == [f"{start}one/", f"{start}two/"]


def test_what_is_planned_hidden_or_at_home_elsewhere_is_not_named():
    planned = make_live(at=timezone.now() + HOUR)
    hidden = make_live()
    services.switch(hidden, by=None, is_hidden=True)
    foreign = make_live(canonical_url="https://wire.example/x")

    assert [told(story) for story in (planned, hidden, foreign, make_article())] == [[]] * 4


def test_a_withdrawn_story_is_named_so_that_it_is_forgotten():
    story = make_live(slug="one")
    services.withdraw(story, by=None)

    assert len(told(story)) == 1
