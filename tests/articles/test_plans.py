"""Every list is read along its index, newest first: no list sorts, however the planner was told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

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
    Tag,
)
from tests.factories_articles import make_author, make_section, make_tag

pytestmark = pytest.mark.django_db

ARTICLES = 1500
START = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def archive():
    """1,500 articles, each once updated: 3,000 releases, of which half are history."""
    for _ in range(6):
        make_section(), make_author(), make_tag()
    sections, authors, tags = Section.objects.all(), Author.objects.all(), Tag.objects.all()
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
        for release in two_releases(edition, sections[n % 6], START + timedelta(hours=n))
    )
    ReleaseByline.objects.bulk_create(
        ReleaseByline(release=release, author=authors[n % 6], role="by", published_at=release.published_at)
        for n, release in enumerate(releases)
    )
    ReleaseTag.objects.bulk_create(
        ReleaseTag(release=release, tag=tags[n % 5], published_at=release.published_at)
        for n, release in enumerate(releases)
    )


def two_releases(edition, section, at):
    fields = {
        "article_id": edition.article_id,
        "edition": edition,
        "published_at": at,
        "updated_at": at,
        "day": at.date(),
        "slug": edition.article.slug,
        "section": section,
        "type": "news",
        "headline": "A story",
    }
    yield Release(live_from=at, live_until=at + timedelta(hours=5), **fields)
    yield Release(live_from=at + timedelta(hours=5), live_until=OPEN_END, **fields)


def lists():
    section, author, tag = Section.objects.last(), Author.objects.last(), Tag.objects.first()
    return {
        "front": Release.objects.for_front().for_cards()[:20],
        "section": Release.objects.in_section(section).for_cards()[:20],
        "author": Release.objects.by_author(author).for_cards()[:20],
        "tag": Release.objects.tagged(tag).for_cards()[:20],
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
