"""Dateline, sources, related stories and what search engines see: on the reader's page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from articles import services
from articles.models import Article
from articles.sources import write_related, write_sources
from tests.factories_articles import make_article, make_live, make_section
from tests.factories_desk import client_of, make_chief

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = "/2026/03/04/one/"


def publish(*, sources=(), related=(), **fields):
    article = make_article(slug="one", **fields)
    write_sources(article, sources)
    write_related(article, [other.pk for other in related])
    services.publish(article, by=None, first_published_at=NOON, checked=False)
    return article


def read(client):
    return client.get(PAGE).content.decode()


def test_the_dateline_stands_before_the_first_words(client):
    publish(dateline="Cutlers <Beach>", body="<p>It rained.</p>")

    page = read(client)

    assert page.index("Cutlers &lt;Beach&gt;") < page.index("<p>It rained.</p>")
    assert page.index('class="article-body"') < page.index("Cutlers &lt;Beach&gt;")


def test_sources_are_listed_in_order_with_address_and_note(client):
    publish(
        sources=[
            {
                "kind": "document",
                "title": "Budget",
                "url": "https://example.org/?a=1&b=2",
                "note": "page <4>",
            },
            {"kind": "anonymous", "title": "A clerk", "url": "", "note": "Fears for her post"},
        ]
    )

    page = read(client)

    assert '<a href="https://example.org/?a=1&amp;b=2">Budget</a>' in page
    assert "page &lt;4&gt;" in page
    assert page.index("Budget") < page.index("Anonymous") < page.index("Fears for her post")


def test_only_public_stories_are_related_and_they_come_and_go_by_themselves(client):
    first, second, third = make_live(headline="Aaa"), make_article(headline="Bbb"), make_live(headline="Ccc")
    publish(related=[third, second, first])

    page = client.get(PAGE)
    assert page.content.index(b"Ccc") < page.content.index(b"Aaa")
    assert b"Bbb" not in page.content
    keys = set(page.headers["Surrogate-Key"].split())
    assert keys >= {f"article-{story.pk}" for story in (first, second, third)}

    services.publish(second, by=None, checked=False)
    services.withdraw(first, by=None)
    page = client.get(PAGE).content
    assert page.index(b"Ccc") < page.index(b"Bbb")
    assert b"Aaa" not in page


def test_a_page_without_sources_and_related_stories_has_no_empty_boxes(client):
    publish(related=[make_article()])

    page = read(client)

    assert "Sources" not in page
    assert "Related stories" not in page
    assert "dateline" not in page


def test_search_engines_are_told_title_description_and_where_it_was_first(client):
    publish(
        headline="Long headline",
        standfirst="Stand",
        seo_title="Ferries",
        seo_description="All of them",
        canonical_url="https://example.org/first",
    )

    page = read(client)

    assert "<title>Ferries · " in page
    assert '<meta name="description" content="All of them">' in page
    assert '<meta property="og:title" content="Ferries">' in page
    assert '<meta property="og:description" content="All of them">' in page
    assert '<link rel="canonical" href="https://example.org/first">' in page
    assert f'<meta property="og:url" content="http://127.0.0.1:8000{PAGE}">' in page
    assert page.count('rel="canonical"') == 1
    assert '<h1 class="article-headline">Long headline</h1>' in page


def test_without_words_of_its_own_a_page_is_shared_under_headline_and_first_words(client):
    publish(headline="Long headline", body="<p>It rained.</p><p>A lot.</p>")

    page = read(client)

    assert "<title>Long headline · " in page
    assert '<meta name="description" content="It rained. A lot.">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{PAGE}">' in page


def test_hiding_acts_at_once_without_a_new_release(client):
    article = publish()
    assert "noindex" not in read(client)

    services.switch(article, by=None, is_hidden=True)

    assert '<meta name="robots" content="noindex">' in read(client)
    assert article.editions.count() == 1


def test_readers_may_comment_until_the_end_of_the_last_day(client):
    article = publish()
    words = {"name": "Ana", "email": "ana@example.org", "text": "So it is."}
    reply = f"/comments/{article.pk}/reply/"
    services.switch(article, by=None, comments_close_on=localdate())
    assert reply in read(client)

    services.switch(article, by=None, comments_close_on=localdate() - timedelta(days=1))

    assert reply not in read(client)
    assert client.post(reply, words, headers={"origin": "http://127.0.0.1:8000"}).status_code == 403
    assert not article.comments.exists()


def test_a_preview_shows_what_readers_will_see():
    other = make_live(headline="Aaa")
    article = make_article(section=make_section(), dateline="Quay")
    write_sources(article, [{"kind": "person", "title": "Ana", "url": "", "note": ""}])
    write_related(article, [other.pk])

    page = client_of(make_chief()).get(f"/admin/articles/article/{article.pk}/preview/").content.decode()

    for words in ("Quay", "Ana", "Aaa"):
        assert words in page
    assert Article.objects.get(pk=article.pk).version == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_an_article_costs_six_queries_with_its_related_stories_and_its_guests(client, rows):
    related = [make_live() for _ in range(rows)]
    publish(sources=[{"kind": "person", "title": "Ana", "url": "", "note": ""}] * rows, related=related)

    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)

    assert len(queries) == 6, [query["sql"] for query in queries]


def test_a_kicker_does_not_say_its_section_twice(client):
    make_live(
        headline="Story", slug="story", kicker="Sport", section=make_section(slug="sport", name="Sport")
    )
    front, section = client.get("/").text, client.get("/section/sport/").text

    assert '<p class="kicker"><a href="/section/sport/">Sport</a></p>' in front
    assert '<p class="kicker"' not in section
