"""The page of search, its suggestions, and what strangers send there."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import search, services
from tests.factories_articles import make_author, make_live, make_photo, make_section, make_tag

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def page_of(client, query):
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=%00",
        "q=%22%22%22",
        "q=%25_%5C",
        "q=%27%20OR%201=1--",
        "q=%ED%A0%80",
        "q=%F0%9F%92%A9",
        "q=%FF%FE",
        "q=1&q=2",
        "q=NEAR(a,b)*",
        "q=a%20AND",
        "q[]=1",
        "q=" + "a" * 10_000,
        "q=" + "a+" * 4000,
        "q=text&author=%00%22*",
        "q=text&author=" + "b" * 10_000,
        "q=text&section=%00&type=%ff&since=%00&until=9999-12-31",
        "since=0001-01-01&until=0001-01-01",
        "since=2026-02-30",
        "q=text&since=" + "9" * 10_000,
    ],
)
@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_any_query_string_is_answered(client, path, query):
    make_live()

    response = client.get(f"{path}?{query}")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", ["0", "-1", "51", "x", "1.5", "", "%00", "٣", "9" * 5000, "2"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    make_live(headline="Lantern")

    assert client.get(f"/search/?q=lantern&page={page}").status_code == 404


def test_results_are_cut_in_pages_of_twenty_that_keep_the_filters(client):
    section = make_section(slug="town")
    for number in range(21):
        make_live(
            headline=f"Lantern {number:02}.",
            section=section,
            first_published_at=NOON - timedelta(hours=number),
        )

    first = page_of(client, "q=lantern+&section=town&page=1&other=1")
    second = page_of(client, "q=lantern+&section=town&page=2")

    assert [n for n in range(21) if f"</mark> {n:02}." in first] == list(range(20))
    assert [n for n in range(21) if f"</mark> {n:02}." in second] == [20]
    assert 'href="?q=lantern&amp;section=town&amp;page=2"' in first
    assert 'href="?q=lantern&amp;section=town"' in second
    assert "page=3" not in second
    assert "21 stories" in first
    assert "page 2 of 2" in second


def test_beyond_what_anybody_reads_the_page_says_that_there_is_more(client, monkeypatch):
    for module in ("articles.search", "articles.views.search"):
        monkeypatch.setattr(f"{module}.MOST_FOUND", 20)
    for _ in range(21):
        make_live(headline="Lantern")

    page = page_of(client, "q=lantern")

    assert "More than 20 stories" in page
    assert "page=2" not in page
    assert client.get("/search/?q=lantern&page=2").status_code == 404


def test_what_was_searched_for_comes_back_escaped(client):
    page = page_of(client, "q=%22%3E%3Cb%3Ex&author=%22%3E%3Cb%3Ey&type=%22%3E%3Cb%3Ez")

    assert "<b>" not in page
    assert 'value="&quot;&gt;&lt;b&gt;x"' in page
    assert 'value="&quot;&gt;&lt;b&gt;y"' in page


def test_what_was_found_is_marked_and_everything_else_escaped(client):
    make_live(headline="<b>Lantern</b> & co", body="<p>A lantern &lt;i&gt; here</p>")

    page = page_of(client, "q=lantern")

    assert "&lt;b&gt;<mark>Lantern</mark>&lt;/b&gt; &amp; co" in page
    assert "A <mark>lantern</mark> &lt;i&gt; here" in page


def test_filters_are_choices_of_the_form_and_stand_open_when_used(client):
    make_live(headline="Lantern", section=make_section(name="Town", slug="town"))
    make_live(headline="Lantern two", type="opinion", bylines=[make_author(name="Ana Berg")])

    page = page_of(client, "q=lantern&type=opinion&author=berg&since=2026-01-01")

    assert "1 story" in page
    assert '<details class="search-filters" open>' in page
    assert '<option value="opinion" selected>' in page
    assert 'value="2026-01-01"' in page
    assert '<details class="search-filters">' in page_of(client, "q=lantern")


def test_a_filter_that_cannot_be_is_told_beside_its_field_and_kept(client):
    make_live(headline="Lantern")

    page = page_of(client, "q=lantern&since=yesterday&section=gone")

    assert "This is not a date. One looks like 2026-03-04." in page
    assert "The paper has no such section." in page
    assert '<input type="text" name="since" value="yesterday"' in page
    assert '<input type="date" name="until"' in page
    assert "<mark>" not in page


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("2026-03-04", "date"), ("2026-02-30", "text"), ("20260304", "text"), ("0000-01-01", "text")],
)
def test_a_calendar_shows_only_days(client, typed, kind):
    assert f'<input type="{kind}" name="since" value="{typed}"' in page_of(client, f"since={typed}")


def test_days_the_wrong_way_round_are_meant_the_other_way(client):
    make_live(headline="Lantern", first_published_at=NOON)

    assert "1 story" in page_of(client, "since=2026-03-05&until=2026-03-03")


def test_who_finds_nothing_is_offered_what_the_paper_has(client):
    make_live(headline="The Lantern of the harbour", first_published_at=NOON)

    page = page_of(client, "q=lanterm+-x&type=news")

    assert "No story fits this search" in page
    assert '<a href="?q=Lantern+-x&amp;type=news">Lantern -x</a>' in page
    assert "The latest stories" in page
    assert '<a href="/2026/03/04/the-lantern-of-the-harbour/">' in page


def test_no_words_are_offered_that_find_nothing_either(client):
    make_live(headline="Lantern", type="news")

    assert "Did you mean" not in page_of(client, "q=lanterm&type=opinion")
    assert "Did you mean" not in page_of(client, "q=zebra")


def test_no_word_of_a_story_that_is_not_public_is_offered(client):
    services.withdraw(make_live(headline="Lantern"), by=None, reason="Wrong.")

    assert "Lantern" not in page_of(client, "q=lanterm")


def test_search_is_in_no_index_and_sets_no_cookie(client):
    response = client.get("/search/?q=x")

    assert '<meta name="robots" content="noindex">' in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("rows", [1, 5])
def test_a_search_costs_four_queries(client, django_assert_num_queries, rows):
    section, author, photo = make_section(), make_author(), make_photo()
    for _ in range(rows):
        make_live(headline="Lantern", section=section, bylines=[author], lead_photo=photo)

    with django_assert_num_queries(4):
        client.get(f"/search/?q=lantern&section={section.slug}&author=author&type=news")
    with django_assert_num_queries(4):
        client.get("/search/?q=lanterm")
    with django_assert_num_queries(1):
        client.get("/search/")
    with django_assert_num_queries(4):
        client.get("/search/suggest/?q=lan")


def suggested(client, text):
    found = client.get("/search/suggest/", {"q": text}).json()["suggestions"]
    return [(row["kind"], row["text"], row["url"]) for row in found]


def test_sections_people_tags_and_headlines_that_begin_so_are_suggested(client):
    section = make_section(name="Harbour", slug="harbour")
    author, tag = make_author(name="Ada Harlan", slug="ada"), make_tag(name="Harvest", slug="harvest")
    make_live(
        headline="A hard winter", section=section, bylines=[author], tags=[tag], first_published_at=NOON
    )
    make_live(headline="The orchard")

    assert suggested(client, "HAR") == [
        ("section", "Harbour", "/section/harbour/"),
        ("author", "Ada Harlan", "/author/ada/"),
        ("topic", "Harvest", "/tag/harvest/"),
        ("story", "A hard winter", "/2026/03/04/a-hard-winter/"),
    ]
    assert suggested(client, "ard") == []


def test_nobody_and_nothing_is_suggested_before_its_first_public_story(client):
    author, tag = make_author(name="Lantern Lee"), make_tag(name="Lantern case")
    gone = make_live(headline="Lantern", bylines=[author], tags=[tag])
    services.withdraw(gone, by=None, reason="Wrong.")

    assert suggested(client, "lan") == []


def test_capitals_with_accents_are_suggested_too(client):
    make_live(bylines=[make_author(name="Élise Roy", slug="elise")])

    assert suggested(client, "éli") == [("author", "Élise Roy", "/author/elise/")]


def test_pages_and_what_is_found_at_most_go_together():
    assert search.MOST_FOUND == 50 * 20


def test_what_was_paid_for_is_marked_among_suggestions_and_is_no_latest_story(client):
    make_live(headline="Lantern sale", slug="sale", type="sponsored", first_published_at=NOON)
    make_live(headline="The quay")

    assert suggested(client, "lan") == [("Sponsored", "Lantern sale", "/2026/03/04/sale/")]
    page = page_of(client, "q=nothingofthekind")
    assert "The quay" in page
    assert "Lantern sale" not in page
