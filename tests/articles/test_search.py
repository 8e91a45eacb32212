"""What is found, by whom it may be seen, and in which order: the same on every engine."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles import search, services
from articles.models import Release, Role
from articles.search import Wanted, find_keys, read_excerpts, read_terms, tidy_query, with_excerpts
from tests.factories_articles import make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def find(text="", **filters):
    return find_keys(Wanted(**filters).with_words(text))


def headlines(text="", **filters):
    names = dict(Release.timeline.values_list("pk", "headline"))
    return [names[key] for key in find(text, **filters)]


@pytest.mark.parametrize(
    "field",
    [
        {"headline": "The Lantern burns"},
        {"standfirst": "An old lantern."},
        {"key_points": ["one", "two", "a lantern"]},
        {"body": "<p>By <em>lan</em>tern.</p>"},
        {"body": "<ul><li>oil</li><li>lantern</li></ul><p>oil</p>"},
    ],
)
def test_a_word_is_found_wherever_readers_read_it(field):
    article = make_live(**field)
    make_live(headline="Something else")

    assert find("LANTERN") == [article.releases.get().pk]


def test_a_byline_is_found_in_whatever_role():
    writer, photographer = make_author(name="Åsa Lindqvist"), make_author(name="Bo Ek")
    article = make_live(bylines=[writer, (photographer, Role.PHOTOS)])
    make_live(bylines=[make_author(name="Someone Else")])

    for text in ("lindqvist", "asa", "bo ek"):
        assert find(text) == [article.releases.get().pk]


def test_headlines_come_first_then_what_stands_on_top_then_the_text_and_the_newest_first_in_each():
    for name, days, field in [
        ("Text, old", 5, {"body": "<p>lantern lantern lantern lantern</p>"}),
        ("Text, new", 1, {"body": "<p>a lantern</p>"}),
        ("Top, old", 6, {"standfirst": "A lantern"}),
        ("Top, new", 2, {"key_points": ["lantern"]}),
        ("Lantern, old", 7, {}),
        ("Lantern, new", 3, {}),
    ]:
        make_live(headline=name, first_published_at=NOON - days * DAY, **field)
    author = make_author(name="Ann Lantern")
    make_live(headline="Byline", bylines=[author], first_published_at=NOON - 4 * DAY)

    assert headlines("lantern") == [
        "Lantern, new",
        "Lantern, old",
        "Top, new",
        "Byline",
        "Top, old",
        "Text, new",
        "Text, old",
    ]


def test_every_word_must_be_there_wherever_it_stands():
    make_live(headline="Blue", body="<p>A boat</p>")
    make_live(headline="Red boat")

    assert headlines("blue boat") == ["Blue"]
    assert headlines('"boat" (blue),') == ["Blue"]


def test_a_phrase_a_word_that_must_not_be_there_and_either_of_two():
    make_live(headline="Old harbour bridge", first_published_at=NOON)
    make_live(headline="Bridge over the harbour", first_published_at=NOON - DAY)
    make_live(headline="Ferry", first_published_at=NOON - 2 * DAY)

    assert headlines('"harbour bridge"') == ["Old harbour bridge"]
    assert headlines("“harbour bridge”") == ["Old harbour bridge"]
    assert headlines("harbour -old") == ["Bridge over the harbour"]
    assert headlines('harbour -"harbour bridge"') == ["Bridge over the harbour"]
    assert headlines("ferry OR old") == ["Old harbour bridge", "Ferry"]
    assert headlines("harbour over OR old") == ["Old harbour bridge", "Bridge over the harbour"]
    assert headlines("OR ferry OR") == ["Ferry"]
    assert headlines("harbour-bridge") == ["Old harbour bridge"]


def test_what_must_not_be_there_is_looked_for_in_the_whole_story():
    make_live(headline="Harbour", body="<p>a ferry</p>")

    assert headlines("harbour -ferry") == []


def test_words_are_compared_by_their_stems_in_english():
    make_live(headline="The ferry was delayed")

    for text in ("ferries", "Ferry", "delays", "delaying"):
        assert headlines(text) == ["The ferry was delayed"]
    assert headlines("fer") == []


def test_no_word_is_too_common():
    make_live(headline="The Who play again")
    make_live(headline="Nothing else")

    assert headlines("the who") == ["The Who play again"]
    assert headlines('"the who"') == ["The Who play again"]


@pytest.mark.parametrize(
    "text", ["strong", "em", "href", "p", "<p>", "text", "public_id", "blockquote", "example.org", "https"]
)
def test_what_only_the_machine_wrote_is_not_found(text):
    make_live(
        headline="Zug",
        standfirst="Zug",
        key_points=["Zug"],
        body='<blockquote><p><strong>Zug</strong> <em>Zug</em> <a href="https://example.org/">Z</a></p></blockquote>',
    )

    assert headlines(text) == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', '" "', "%", "_", "***", "\x00", "\ufffd", "-", "🦆", "-lantern", '-"a b"', "OR", "()"],
)
def test_nothing_to_look_for_finds_nothing(text):
    make_live(headline="100 % _ real", body="<p>* - \ufffd 🦆</p>")

    assert headlines(text) == []


@pytest.mark.parametrize("text", ["AT&T", "at&t", "fish&chips", "fish <3"])
def test_signs_that_markup_uses_are_only_signs(text):
    make_live(headline="Signs", body="<p>AT&amp;T says &lt;3 to fish&amp;chips</p>")

    assert headlines(text) == ["Signs"]
    assert headlines("amp") == []


@pytest.mark.parametrize(
    "text", ["\u00e9cole", "\u00c9COLE", "e\u0301cole", "ecole", "stra\u00dfe", "\u0142\u00f3d\u017a"]
)
def test_capitals_and_accents_make_no_difference(text):
    make_live(headline="L\u2019\u00c9cole", body="<p>Stra\u00dfe nach \u0141\u00d3D\u0179</p>")

    assert headlines(text) == ["L\u2019\u00c9cole"]


@pytest.mark.parametrize(
    "word", ["東京", "Москва", "हिन्दी", "العربية", "שלום", "ελληνικά", "co2", "3.5", "2026"]
)
def test_words_of_any_script_are_found(word):
    make_live(headline="Elsewhere", body=f"<p>one {word} two</p>")
    make_live(headline="Other", body="<p>one two</p>")

    assert headlines(word) == ["Elsewhere"]


def test_only_what_is_public_at_this_moment_is_found():
    make_article(headline="Lantern draft")
    gone = make_live(headline="Lantern gone")
    services.withdraw(gone, by=None, reason="Wrong.")
    shown = make_live(headline="Lantern shown")
    shown.headline = "Lantern being rewritten"
    shown.save()

    assert headlines("lantern") == ["Lantern shown"]


def test_a_story_is_found_from_its_first_microsecond_to_its_last(monkeypatch):
    start, change, end = NOON, NOON + DAY, NOON + 2 * DAY
    release = make_live(headline="Lantern first").releases.get()
    Release.timeline.filter(pk=release.pk).update(live_from=start, live_until=change)
    update = make_live(headline="Lantern second").releases.get()
    Release.timeline.filter(pk=update.pk).update(
        article=release.article, live_from=change, live_until=end, published_at=release.published_at
    )

    def at(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return headlines("lantern"), headlines(section=release.section), headlines("-none", type="news")

    assert at(start - TICK) == ([], [], [])
    assert at(start)[0] == at(change - TICK)[0] == ["Lantern first"]
    assert at(change)[0] == at(end - TICK)[0] == ["Lantern second"]
    assert at(end) == ([], [], [])


def test_filters_by_section_kind_author_and_days():
    city, sport = make_section(), make_section()
    inner = make_section(parent=city)
    ana, bo = make_author(name="Ana Berg"), make_author(name="Bo Ana Ek")
    make_live(headline="Boat 1", section=inner, bylines=[ana], first_published_at=NOON)
    make_live(headline="Boat 2", section=city, bylines=[bo], first_published_at=NOON - DAY)
    make_live(
        headline="Boat 3", section=sport, type="opinion", bylines=[ana], first_published_at=NOON - 2 * DAY
    )

    assert headlines("boat", section=city) == ["Boat 1", "Boat 2"]
    assert headlines("boat", section=inner) == ["Boat 1"]
    assert headlines("boat", type="opinion") == ["Boat 3"]
    assert headlines("boat", author=(("Berg",), ("ana",))) == ["Boat 1", "Boat 3"]
    assert headlines(author=(("berg",),)) == ["Boat 1", "Boat 3"]
    assert headlines("boat -ek", author=(("ana",),)) == ["Boat 1", "Boat 3"]
    assert headlines(since=date(2026, 3, 3), until=date(2026, 3, 3)) == ["Boat 2"]
    assert headlines("boat", since=date(2026, 3, 3)) == ["Boat 1", "Boat 2"]
    assert headlines("boat", until=date(2026, 3, 3)) == ["Boat 2", "Boat 3"]


def test_a_day_is_one_of_the_papers_zone(settings):
    settings.TIME_ZONE = "America/New_York"
    make_live(headline="Late", first_published_at=datetime(2026, 3, 5, 4, 59, tzinfo=UTC))

    assert headlines("late", since=date(2026, 3, 4), until=date(2026, 3, 4)) == ["Late"]
    assert headlines("late", since=date(2026, 3, 5)) == []


def test_no_more_is_found_than_anybody_reads(monkeypatch):
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    for number in range(4):
        make_live(headline=f"Boat {number}", first_published_at=NOON - number * DAY)

    assert headlines("boat") == ["Boat 0", "Boat 1", "Boat 2"]


def excerpts(text):
    wanted = Wanted().with_words(text)
    return [read_excerpts(release) for release in with_excerpts(Release.objects.all(), wanted)]


def test_an_excerpt_shows_the_word_where_the_text_holds_it():
    filling = "<p>" + "filling " * 80 + "</p>"
    make_live(
        headline="Ferry & <b>",
        standfirst="Top",
        body=f"{filling}<p>Two ferries &amp; a <em>barge</em>.</p>{filling}",
    )

    ((headline, excerpt),) = excerpts("ferry barge")

    assert headline == "\x02Ferry\x03 & <b>"
    assert "Two \x02ferries\x03 & a \x02barge\x03." in excerpt
    assert len(excerpt) < 400


def test_an_excerpt_is_of_standfirst_or_key_points_where_the_text_does_not_hold_the_word():
    make_live(headline="One", standfirst="Top of it", key_points=["A lantern"], body="<p>Else</p>")

    assert excerpts("lantern") == [("One", "Top of it A \x02lantern\x03")]


def test_without_a_word_in_either_it_is_the_standfirst_as_it_is():
    make_live(headline="Lantern", standfirst="Top of it", body="<p>Else</p>")

    assert excerpts("lantern") == [("\x02Lantern\x03", "Top of it")]
    assert excerpts("") == [("Lantern", "Top of it")]


def test_terms_are_read_from_left_to_right_and_not_without_end():
    assert read_terms('a "b c" -d OR e -"f g" "h') == (
        (("a",), ("b c",), ("e",), ("h",)),
        ("d", "f g"),
    )
    assert read_terms("a OR b OR c d") == ((("a", "b", "c"), ("d",)), ())
    wanted, unwanted = read_terms(" ".join(f"w{n} -x{n}" for n in range(50)))
    assert len(wanted) + len(unwanted) == 12


def test_a_query_is_one_short_line():
    assert tidy_query(" a\x00b\r\n\tc\u202e ") == "ab c"
    assert len(tidy_query("x" * 10_000)) == 200
