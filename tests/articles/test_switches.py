from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from articles import services
from articles.models import Article, Release
from articles.sources import write_related, write_sources
from newsroom.models import Purge
from tests.factories_articles import make_article, make_live

pytestmark = pytest.mark.django_db


def test_a_switch_that_is_unknown_is_refused():
    with pytest.raises(TypeError, match="no switch headline"):
        services.switch(make_live(), by=None, headline="x")


@pytest.mark.parametrize(("last_day", "is_open"), [(None, True), (-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("is_on", [True, False])
def test_comments_are_open_until_the_end_of_their_last_day(settings, last_day, is_open, is_on):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    last = None if last_day is None else localdate() + timedelta(days=last_day)
    article = make_live()
    services.switch(article, by=None, comments_open=is_on, comments_close_on=last)

    assert Release.objects.with_comments_open().get().comments_open == (is_open and is_on)


def test_the_page_is_made_anew_when_the_last_day_for_comments_is_over(settings):
    settings.TIME_ZONE = "America/New_York"
    article = make_live()
    Purge.objects.all().delete()

    services.switch(article, by=None, comments_close_on=date(2031, 7, 4))
    services.switch(article, by=None, comments_close_on=date(2031, 7, 4))

    now, later = Purge.objects.order_by("at").values_list("name", "at")
    assert (now[0], later) == (f"article-{article.pk}", (now[0], datetime(2031, 7, 5, 4, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("days", "age", "is_open"), [(7, 7, True), (7, 8, False), (14, 8, True), (30, 31, False)]
)
def test_comments_are_open_for_some_days_after_the_day_of_publication(settings, days, age, is_open):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    article = make_live(first_published_at=timezone.now() - timedelta(days=age))

    services.switch(article, by=None, comments_close_after=days)

    assert Release.objects.with_comments_open().get().comments_open == is_open


@pytest.mark.parametrize(("last_day", "days", "is_open"), [(-1, 30, False), (1, 7, False), (1, 30, True)])
def test_of_a_day_and_a_number_of_days_the_one_counts_that_comes_first(last_day, days, is_open):
    article = make_live(first_published_at=timezone.now() - timedelta(days=9))
    last = localdate() + timedelta(days=last_day)

    services.switch(article, by=None, comments_close_after=days, comments_close_on=last)

    assert Release.objects.with_comments_open().get().comments_open == is_open


def ends_of_comments(article):
    """The moments ahead at which the article's own page changes and no list does."""
    ahead = Purge.objects.filter(at__gt=timezone.now())
    own = ahead.filter(name=f"article-{article.pk}")
    return sorted({row.at for row in own if not ahead.filter(at=row.at, name="front").exists()})


def test_the_days_count_from_the_publication_also_when_it_is_ahead(settings):
    settings.TIME_ZONE = "America/New_York"
    article = make_article()
    services.switch(article, by=None, comments_close_after=7)
    assert ends_of_comments(article) == []

    services.publish(article, by=None, at=datetime(2031, 7, 4, 3, 59, tzinfo=UTC), checked=False)

    # It is the third of July there, still for a minute.
    assert ends_of_comments(article) == [datetime(2031, 7, 11, 4, tzinfo=UTC)]


def test_the_page_is_made_anew_when_the_days_for_comments_are_over(settings):
    settings.TIME_ZONE = "America/New_York"
    article = make_live(first_published_at=datetime(2020, 1, 1, tzinfo=UTC))
    services.switch(article, by=None, comments_close_after=30)
    assert ends_of_comments(article) == []
    Release.timeline.update(day=date(2031, 7, 4))

    services.switch(article, by=None, comments_close_after=14)

    assert ends_of_comments(article) == [datetime(2031, 7, 19, 4, tzinfo=UTC)]


def test_a_last_day_that_is_over_schedules_nothing():
    article = make_live()
    Purge.objects.all().delete()

    services.switch(article, by=None, comments_close_on=date(2020, 7, 4))

    assert list(Purge.objects.values_list("name", flat=True)) == [f"article-{article.pk}"]


def test_a_scheduled_update_carries_dateline_sources_and_related_stories():
    tides = make_live()
    article = make_live()
    Article.objects.filter(pk=article.pk).update(
        dateline="Quay", seo_title="T", seo_description="D", canonical_url="https://example.org/a"
    )
    write_sources(article, [{"kind": "person", "title": "Ana", "url": "", "note": ""}])
    write_related(article, [tides.pk])

    release = services.publish(article, by=None, at=timezone.now() + timedelta(hours=1), checked=False)
    write_sources(article, [])
    write_related(article, [])

    coming = Release.timeline.get(pk=release.pk)
    assert (coming.dateline, coming.seo_title, coming.seo_description) == ("Quay", "T", "D")
    assert coming.canonical_url == "https://example.org/a"
    assert coming.sources == [{"kind": "person", "title": "Ana", "url": "", "note": ""}]
    assert coming.related == [tides.pk]
    live = Release.objects.get(article=article)
    assert (live.dateline, live.sources, live.related) == ("", [], [])
