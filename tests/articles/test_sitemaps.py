"""What search engines are told of the paper, judged by the rules of the sitemap schemas."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.models import Policy, Release
from articles.services.purging import NEWS
from newsroom.models import Purge
from tests.factories_articles import (
    let_time_pass,
    make_article,
    make_author,
    make_live,
    make_photo,
    make_section,
    make_series,
    make_tag,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS_MAP = "{http://www.google.com/schemas/sitemap-news/0.9}"
W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MARCH = "/sitemaps/stories-2026-03.xml"
# The schemas' sequences: what may stand in an element, in this order.
ORDER = {
    f"{MAP}sitemapindex": [f"{MAP}sitemap"],
    f"{MAP}sitemap": [f"{MAP}loc", f"{MAP}lastmod"],
    f"{MAP}urlset": [f"{MAP}url"],
    f"{MAP}url": [f"{MAP}loc", f"{MAP}lastmod", f"{IMAGE}image", f"{NEWS_MAP}news"],
    f"{IMAGE}image": [f"{IMAGE}loc"],
    f"{NEWS_MAP}news": [f"{NEWS_MAP}publication", f"{NEWS_MAP}publication_date", f"{NEWS_MAP}title"],
    f"{NEWS_MAP}publication": [f"{NEWS_MAP}name", f"{NEWS_MAP}language"],
}


def read(client, address):
    """The document, after the rules of its schema were held against every element of it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own bytes
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
    for element in root.iter():
        tags = [child.tag for child in element]
        places = [ORDER.get(element.tag, []).index(tag) for tag in tags]
        assert places == sorted(places)
        assert len(set(tags)) == len(tags) or element is root
        name = element.tag.partition("}")[2]
        if name == "loc":
            parts = urlsplit(element.text)
            assert (f"{parts.scheme}://{parts.netloc}", parts.query) == ("http://127.0.0.1:8000", "")
            assert len(element.text) < 2048
        if name in ("lastmod", "publication_date"):
            assert W3C.fullmatch(element.text)
        assert bool(tags) != bool((element.text or "").strip()) or element is root
    return root


def paths(root):
    return [urlsplit(loc.text).path for loc in root.iter(f"{MAP}loc")]


def dates(root):
    return {
        urlsplit(entry.findtext(f"{MAP}loc")).path: entry.findtext(f"{MAP}lastmod")
        for entry in root
        if entry.find(f"{MAP}lastmod") is not None
    }


def test_the_index_names_each_month_that_has_a_story_with_the_date_of_its_last_publication(client):
    make_live(slug="old", first_published_at=datetime(1999, 12, 31, 23, 59, tzinfo=UTC))
    make_live(slug="one", first_published_at=NOON)
    newest = make_live(slug="two", first_published_at=NOON + HOUR)

    root = read(client, "/sitemap.xml")

    assert paths(root) == ["/sitemaps/pages.xml", MARCH, "/sitemaps/stories-1999-12.xml"]
    went_live = newest.releases.get().live_from.astimezone(UTC)
    assert dates(root)[MARCH] == f"{went_live:%Y-%m-%dT%H:%M:%SZ}"
    for address in paths(root):
        assert len(read(client, address)) > 0


def test_a_month_holds_its_stories_with_their_pictures_and_the_date_of_their_last_real_update(client):
    story = make_live(slug="one", lead_photo=make_photo(file="photos/a b.jpg"), first_published_at=NOON)
    make_live(slug="last-second", first_published_at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
    make_live(slug="april", first_published_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert dates(read(client, MARCH))["/2026/03/04/one/"] == "2026-03-04T12:00:00Z"

    services.publish(story, by=None, substantive=False, checked=False)
    assert dates(read(client, MARCH))["/2026/03/04/one/"] == "2026-03-04T12:00:00Z"
    correction = services.correct(story, by=None, kind="correction", text="Two boats.", checked=False)

    root = read(client, MARCH)
    assert paths(root) == ["/2026/03/31/last-second/", "/2026/03/04/one/"]
    assert dates(root)["/2026/03/04/one/"] == f"{correction.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert [found.text for found in root.iter(f"{IMAGE}loc")] == [
        "http://127.0.0.1:8000/media/photos/a%20b.jpg"
    ]


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemaps/pages.xml", MARCH, "/news-sitemap.xml"])
def test_what_is_hidden_or_at_home_elsewhere_or_not_public_is_told_to_no_machine(client, address):
    fields = {"first_published_at": NOON} if address == MARCH else {}
    before = {"section": make_section(slug="town")}
    make_live(slug="shown", **before, **fields)
    before_them = paths(read(client, address))
    hidden = make_live(slug="hidden", tags=[make_tag(slug="secret")], **fields)
    services.switch(hidden, by=None, is_hidden=True)
    make_live(slug="foreign", canonical_url="https://wire.example/x", bylines=[make_author()], **fields)
    gone = make_live(slug="gone", series=make_series(), **fields)
    services.withdraw(gone, by=None)
    make_live(slug="ahead", at=timezone.now() + HOUR, tags=[make_tag()])
    make_article(slug="draft", section=make_section())

    assert paths(read(client, address)) == before_them


def test_the_other_pages_are_those_that_a_story_stands_on(client):
    parent = make_section(slug="city")
    make_live(
        section=make_section(slug="harbour", parent=parent),
        tags=[make_tag(slug="fish")],
        series=make_series(slug="bridge"),
        bylines=[make_author(slug="ana"), make_author(slug="bo")],
    )
    make_section(slug="empty"), make_tag(slug="empty"), make_author(slug="empty"), make_series(slug="empty")
    policies = [policy.get_absolute_url() for policy in Policy.objects.all()]

    assert paths(read(client, "/sitemaps/pages.xml")) == [
        "/",
        "/corrections/",
        *policies,
        "/section/city/",
        "/section/harbour/",
        "/series/bridge/",
        "/author/ana/",
        "/author/bo/",
        "/tag/fish/",
    ]


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0000-01", "9999-12", "2026-3", "x", "1999-01"])
def test_a_month_without_stories_or_that_is_none_is_not_there(client, month):
    assert client.get(f"/sitemaps/stories-{month}.xml").status_code == 404


def test_a_month_of_which_all_is_hidden_is_empty(client):
    make_live(first_published_at=NOON, canonical_url="https://wire.example/x")

    assert paths(read(client, MARCH)) == []


def test_google_news_gets_the_news_of_two_days_and_nothing_that_was_paid_for(client, settings):
    settings.LANGUAGE_CODE = "pt-br"
    make_live(slug="paid", type="sponsored")
    young = make_live(slug="young", headline="Fish & <ships>\x0b")
    old = make_live(slug="old")
    let_time_pass(old, 49 * HOUR)
    Release.timeline.filter(article=old).update(published_at=timezone.now() - 49 * HOUR)

    root = read(client, "/news-sitemap.xml")

    assert paths(root) == [young.releases.get().get_absolute_url()]
    assert root.findtext(f".//{NEWS_MAP}title") == "Fish & <ships>"
    assert root.findtext(f".//{NEWS_MAP}name") == "The Harbour Gazette"
    assert root.findtext(f".//{NEWS_MAP}language") == "pt"
    published = young.releases.get().published_at.astimezone(UTC)
    assert root.findtext(f".//{NEWS_MAP}publication_date") == f"{published:%Y-%m-%dT%H:%M:%SZ}"


def test_a_story_leaves_the_news_at_a_purge_when_it_is_two_days_old(client, monkeypatch):
    story = make_live(slug="young")
    published_at = story.releases.get().published_at
    ages_at = Purge.objects.get(name=NEWS, at__gt=published_at).at
    assert ages_at == published_at + 48 * HOUR
    assert NEWS in client.get("/news-sitemap.xml")["Surrogate-Key"].split()

    counts = {}
    for moment in (ages_at - timedelta(seconds=1), ages_at):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        counts[moment] = len(read(client, "/news-sitemap.xml"))
    assert list(counts.values()) == [1, 0]

    monkeypatch.setattr("django.utils.timezone.now", lambda: ages_at - timedelta(seconds=7))
    assert "s-maxage=7," in client.get("/news-sitemap.xml")["Cache-Control"]


def test_an_old_story_that_is_brought_in_plans_no_purge():
    make_live(first_published_at=NOON)

    assert not Purge.objects.filter(at__gt=timezone.now()).exists()


def test_the_news_are_a_thousand_at_most(client, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.MOST_NEWS", 2)
    stories = [make_live() for _ in range(3)]

    found = paths(read(client, "/news-sitemap.xml"))

    assert found == [story.releases.get().get_absolute_url() for story in reversed(stories[1:])]


QUERIES = {"/sitemap.xml": 1, "/sitemaps/pages.xml": 5, MARCH: 1, "/news-sitemap.xml": 1}


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("address", QUERIES)
def test_a_sitemap_asks_as_often_for_one_story_as_for_five(client, address, rows):
    for _ in range(rows):
        at = NOON if address == MARCH else None
        make_live(first_published_at=at, lead_photo=make_photo(), tags=[make_tag()], bylines=[make_author()])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)

    asked = [query["sql"] for query in queries if "newsroom_purge" not in query["sql"]]
    assert len(asked) == QUERIES[address], asked
    assert len(answer["Surrogate-Key"]) < 400
    assert answer["ETag"]


def test_a_month_says_its_last_change_and_counts_none_that_is_over_or_ahead(client):
    make_live(slug="one", first_published_at=NOON)
    changed = make_live(slug="two", first_published_at=NOON - HOUR)
    services.publish(changed, by=None, substantive=True, checked=False)
    gone = make_live(slug="gone", first_published_at=NOON + HOUR)
    services.withdraw(gone, by=None)
    services.publish(changed, by=None, at=timezone.now() + HOUR, substantive=True, checked=False)
    alone = make_live(slug="alone", first_published_at=datetime(2025, 12, 31, 23, tzinfo=UTC))
    services.withdraw(alone, by=None)
    make_live(slug="far", first_published_at=datetime(999, 5, 1, tzinfo=UTC))

    found = dates(read(client, "/sitemap.xml"))

    went_live = Release.objects.get(article=changed).live_from.astimezone(UTC)
    assert list(found) == [MARCH, "/sitemaps/stories-0999-05.xml"]
    assert found[MARCH] == f"{went_live:%Y-%m-%dT%H:%M:%SZ}"


def test_a_month_begins_at_midnight_by_utc_and_february_has_its_own(client):
    moments = [datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]
    for moment in [*moments, datetime(2026, 2, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]:
        make_live(first_published_at=moment)

    found = paths(read(client, "/sitemap.xml"))[1:]

    assert found == [MARCH, "/sitemaps/stories-2026-02.xml", "/sitemaps/stories-2026-01.xml"]


def test_a_part_is_read_along_an_index_of_the_database(client):
    make_live(first_published_at=NOON)
    connection.cursor().execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        client.get(MARCH)
    asked = next(query["sql"] for query in queries if "articles_release" in query["sql"])
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of one row is read whole otherwise
        cursor.execute(f"{explain} {asked}")
        plan = str(cursor.fetchall())

    # Of several that fit a table of one row, PostgreSQL takes any.
    expected = "release_list" if connection.vendor == "sqlite" else "Index "
    assert expected in plan, plan
    assert "Seq Scan" not in plan, plan
    assert "OFFSET" not in asked
