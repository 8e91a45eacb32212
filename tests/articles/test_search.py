from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.search import find_releases, tidy_query
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def headlines(text):
    return [release.headline for release in find_releases(text)]


@pytest.mark.parametrize(
    "field",
    [
        {"headline": "The Lantern burns"},
        {"standfirst": "An old lantern."},
        {"key_points": ["one", "two", "a lantern"]},
        {"body": "<p>By <em>lantern</em>.</p>"},
    ],
)
def test_a_word_is_found_wherever_readers_read_it(field):
    article = make_live(**field)
    make_live(headline="Something else")

    assert [release.article for release in find_releases("LANTERN")] == [article]


def test_every_word_must_be_there_newest_first():
    make_live(headline="Blue boat", first_published_at=NOON - timedelta(days=2))
    make_live(headline="Boat, blue", first_published_at=NOON)
    make_live(headline="Red boat")

    assert headlines("blue boat") == ["Boat, blue", "Blue boat"]
    assert headlines('"boat" (blue),') == ["Boat, blue", "Blue boat"]


@pytest.mark.parametrize(
    "text", ["strong", "em", "href", "p", "<p>", "text", "public_id", "blockquote", "example.org", "https"]
)
def test_what_only_the_machine_wrote_is_not_found(text):
    make_live(
        headline="Zug",
        standfirst="Zug",
        key_points=["Zug"],
        body='<p><strong>Zug</strong> <em>Zug</em> <a href="https://example.org/">Zug</a></p>',
    )

    assert headlines(text) == []


@pytest.mark.parametrize("text", ["", "   ", '"', '" "', "%", "_", "***", "\x00", "\ufffd", "-"])
def test_nothing_to_look_for_finds_nothing(text):
    make_live(headline="100 % _ real", body="<p>* - \ufffd</p>")

    assert headlines(text) == []


def test_signs_that_databases_use_are_only_signs():
    make_live(headline="Up 5% now")
    make_live(headline="Up 5 points")

    assert headlines("5%") == ["Up 5% now"]


@pytest.mark.parametrize("text", ["AT&T", "at&t", "<3", "fish&chips"])
def test_signs_that_markup_uses_are_only_signs(text):
    make_live(headline="Signs", body="<p>AT&amp;T says &lt;3 to fish&amp;chips</p>")

    assert headlines(text) == ["Signs"]
    assert headlines("amp") == []


@pytest.mark.parametrize(
    "text", ["\u00e9cole", "\u00c9COLE", "e\u0301cole", "stra\u00dfe", "STRASSE", "\u0142\u00f3d\u017a"]
)
def test_capitals_and_accents_typed_another_way_make_no_difference_on_any_database(text):
    make_live(headline="L\u2019\u00c9cole", body="<p>Stra\u00dfe nach \u0141\u00d3D\u0179</p>")

    assert headlines(text) == ["L\u2019\u00c9cole"]


def test_only_what_is_public_at_this_moment_is_found():
    make_article(headline="Lantern draft")
    services.publish(
        make_article(headline="Lantern later"), by=None, at=timezone.now() + timedelta(hours=1), checked=False
    )
    gone = make_live(headline="Lantern gone")
    services.withdraw(gone, by=None, reason="Wrong.")
    shown = make_live(headline="Lantern shown")
    shown.headline = "Lantern being rewritten"
    shown.save()

    assert headlines("lantern") == ["Lantern shown"]


def test_a_query_is_one_short_line():
    assert tidy_query(" a\x00b\r\n\tc\u202e ") == "ab c"
    assert len(tidy_query("x" * 10_000)) == 200


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
    ],
)
def test_any_query_string_is_answered(client, query):
    make_live()

    response = client.get(f"/search/?{query}")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("page", ["0", "-1", "51", "x", "1.5", "", "%00", "٣", "9" * 5000, "2"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    make_live(headline="Lantern")

    assert client.get(f"/search/?q=lantern&page={page}").status_code == 404


def test_results_are_cut_in_pages_of_twenty(client):
    for number in range(21):
        make_live(headline=f"Lantern {number:02}.", first_published_at=NOON - timedelta(hours=number))

    first, second = (client.get(f"/search/?q=lantern+&page={n}").content.decode() for n in (1, 2))

    assert [n for n in range(21) if f"Lantern {n:02}." in first] == list(range(20))
    assert [n for n in range(21) if f"Lantern {n:02}." in second] == [20]
    assert 'href="?q=lantern&amp;page=2"' in first
    assert "page=3" not in second


def test_what_was_searched_for_comes_back_escaped(client):
    page = client.get("/search/?q=%22%3E%3Cb%3Ex").content.decode()

    assert "<b>" not in page
    assert 'value="&quot;&gt;&lt;b&gt;x"' in page
    assert "No story holds all of these words" in page


@pytest.mark.parametrize("rows", [1, 5])
def test_a_search_costs_three_queries(client, django_assert_num_queries, rows):
    section, author, photo = make_section(), make_author(), make_photo()
    for _ in range(rows):
        make_live(headline="Lantern", section=section, bylines=[author], lead_photo=photo)

    with django_assert_num_queries(3):
        client.get("/search/?q=lantern")
