"""Every list is read along its index, newest first: no list sorts, however the planner was told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import cursors
from articles.archives import last_change_of_each_month
from articles.models import (
    OPEN_END,
    Address,
    Article,
    Author,
    Edition,
    Release,
    ReleaseByline,
    ReleaseTag,
    Section,
    Series,
    Tag,
)
from tests.factories_articles import make_author, make_section, make_series, make_tag

pytestmark = pytest.mark.django_db

ARTICLES = 1500
START = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def archive():
    """1,500 articles, each once updated: 3,000 releases, of which half are history."""
    for _ in range(6):
        make_section(), make_author(), make_tag(), make_series()
    sections, authors, tags = Section.objects.all(), Author.objects.all(), Tag.objects.all()
    series = Series.objects.all()
    articles = Article.objects.bulk_create(
        Article(headline=f"Story {number}", slug=f"story-{number}") for number in range(ARTICLES)
    )
    editions = Edition.objects.bulk_create(
        Edition(article=article, number=1, data={}, digest=str(article.pk)) for article in articles
    )
    Address.objects.bulk_create(
        Address(day=START + timedelta(hours=n), slug=article.slug, article=article)
        for n, article in enumerate(articles)
    )
    releases = Release.timeline.bulk_create(
        release
        for n, edition in enumerate(editions)
        for release in two_releases(edition, sections[n % 6], series[n % 6], START + timedelta(hours=n))
    )
    ReleaseByline.objects.bulk_create(
        ReleaseByline(release=release, author=authors[n % 6], role="by", published_at=release.published_at)
        for n, release in enumerate(releases)
    )
    ReleaseTag.objects.bulk_create(
        ReleaseTag(release=release, tag=tags[n % 5], published_at=release.published_at)
        for n, release in enumerate(releases)
    )


def two_releases(edition, section, series, at):
    fields = {
        "article_id": edition.article_id,
        "edition": edition,
        "published_at": at,
        "updated_at": at,
        "day": at.date(),
        "slug": edition.article.slug,
        "section": section,
        "top_section": section,
        "series": series,
        "type": "news",
        "headline": "A story",
    }
    yield Release(live_from=at, live_until=at + timedelta(hours=5), **fields)
    yield Release(live_from=at + timedelta(hours=5), live_until=OPEN_END, **fields)


def lists(after=None):
    section, author, tag = Section.objects.last(), Author.objects.last(), Tag.objects.first()
    all_of = {
        "front": Release.objects.for_front(),
        "section": Release.objects.in_section(section),
        "author": Release.objects.by_author(author),
        "tag": Release.objects.tagged(tag),
        "series": Release.objects.in_series(Series.objects.first()),
    }
    cut = {name: cursors.after(releases, *after) if after else releases for name, releases in all_of.items()}
    return {name: releases.for_cards()[:20] for name, releases in cut.items()}


# Where a list's index is entered, as each database's planner says it.
BEGINS = {
    "sqlite": {
        "front": r"release_list \(published_at<\?",
        "section": r"release_top_section_list \(top_section_id=\? AND published_at<\?",
        "series": r"release_series_list \(series_id=\? AND published_at<\?",
        "author": r"byline_author_list \(author_id=\? AND published_at<\?",
        "tag": r"release_tag_list \(tag_id=\? AND published_at<\?",
    },
    "postgresql": {
        "front": r"release_list on .*\n +Index Cond: \(.*published_at <= ",
        "section": r"release_top_section_list on .*\n +Index Cond: \(.*published_at <= ",
        "series": r"release_series_list on .*\n +Index Cond: \(.*published_at <= ",
        "author": r"byline_author_list on .*\n +Index Cond: \(.*published_at <= ",
        "tag": r"release_tag_list on .*\n +Index Cond: \(.*published_at <= ",
    },
}


@pytest.mark.parametrize("is_analysed", [False, True])
def test_no_list_sorts_what_an_index_has_in_order(archive, is_analysed):
    if is_analysed or connection.vendor == "postgresql":  # which analyses by itself
        connection.cursor().execute("ANALYZE")

    for name, releases in lists().items():
        plan = releases.explain()

        assert "TEMP B-TREE" not in plan, (name, plan)
        assert "Sort" not in plan, (name, plan)
        assert releases.count() == 20, name


@pytest.mark.parametrize("name", ["front", "section", "author", "tag", "series"])
def test_a_later_page_begins_in_the_index_of_its_list_and_sorts_nothing(archive, name):
    connection.cursor().execute("ANALYZE")
    middle = START + timedelta(hours=ARTICLES // 2)

    later = lists(after=(middle, 10**9))[name]

    plan = later.explain()
    assert re.search(BEGINS[connection.vendor][name], plan), plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
    assert [release.published_at <= middle for release in later] == [True] * 20


def test_an_article_is_found_by_its_address_without_a_look_at_the_others(archive):
    connection.cursor().execute("ANALYZE")
    address = Address.objects.order_by("pk")[700]
    here = Release.objects.at_address(address.day, address.slug).for_page()
    known = Address.objects.known_at(address.day, address.slug)
    line = Release.timeline.filter(article=address.article_id, live_until__gt=START).order_by("live_from")

    for rows in (here, known, line):
        plan = rows.explain()

        assert "SCAN articles_" not in plan, plan
        assert "Seq Scan on articles_release" not in plan, plan
        assert "Seq Scan on articles_address" not in plan, plan
    assert here.get().article_id == address.article_id
    assert known.get().current_url == here.get().get_absolute_url()


# From one month to the next along an index of the months, and from there to the row by its key.
STEPS = {
    "sqlite": [
        r"SEARCH next USING INDEX release_month_changes \(<expr><\?\)",
        r"SEARCH here USING INTEGER PRIMARY KEY",
        r"SEARCH articles_release USING INTEGER PRIMARY KEY",
    ],
    "postgresql": [
        r"release_month_changes on articles_release next_1.*\n +Index Cond: .* < ",
        r"articles_release_pkey on articles_release here",
        r"articles_release_pkey on articles_release(?! here)",
    ],
}


def test_the_last_change_of_each_month_is_found_without_a_look_at_the_others(archive):
    connection.cursor().execute("ANALYZE")
    changes = last_change_of_each_month()

    plan = changes.explain()

    for step in STEPS[connection.vendor]:
        assert re.search(step, plan), plan
    assert "Seq Scan" not in plan, plan
    assert not re.search("SCAN (here|articles_release)", plan), plan
    # The archive's 1,500 hours begin with the year 2020: 744 of January, 696 of February, 60 of March.
    last = [START + timedelta(hours=hours + 5) for hours in (743, 1439, 1499)]
    assert sorted(changes.values_list("live_from", flat=True)) == last


# Newest first, along an index of a list: the first row of it is enough.
FIRST_OF = {
    "sqlite": r"INDEX release_(section|series)_list \(\w+=\?",
    "postgresql": r"Index Scan Backward using release_\w*list on articles_release",
}


def test_the_sitemap_stops_at_the_first_story_of_a_section_and_of_a_series(archive, client):
    connection.cursor().execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/sitemaps/pages.xml").text.count("<loc>") > 20
    for name in ("section", "series"):
        asked = next(query["sql"] for query in queries if f'FROM "articles_{name}"' in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + asked)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())

        assert re.search(FIRST_OF[connection.vendor], plan), plan
        assert not re.search(r"Bitmap|Seq Scan on articles_release|TEMP B-TREE", plan), plan
