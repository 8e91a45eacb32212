"""Whatever stands in a query or a path: no 5xx, and nothing of it comes back as markup or in a header."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from comments.receipts import AUTHOR, receipt_url
from tests.factories_articles import make_author, make_live, make_section, make_series, make_tag
from tests.factories_comments import a_comment, a_held_comment
from tests.public_addresses import public_addresses

pytestmark = pytest.mark.django_db

PARAMETERS = (
    *("q", "page", "before", "after", "section", "author", "type", "since", "until", "from", "to", "tag"),
    *("series", "parent", "comment", "next", "callback", "format", "lang", "unheard-of"),
)
# Every sign of markup stands behind a word that no page has by itself.
MARKUP = "naughty<i>naughty\"naughty'naughty>naughty&naughty\r\nSet-Cookie: naughty=1"
RAW = ("naughty<", 'naughty"', "naughty>", "naughty&n")
LINE = ("\nSet-Cookie",)  # in a page a line that begins so is text like any other
READ = {
    "/search/": ("q", "page", "section", "author", "type", "since", "until"),
    "/search/suggest/": ("q",),
    "/latest/": ("before",),
    "/tag/a/": ("before",),
    "/author/a/": ("before",),
    "/section/a/": ("before",),
    "/corrections/": ("before",),
    "/api/articles/": ("before", "section", "author", "tag", "series", "type", "since"),
}
LONG = {
    "letters": "x" * 10_000,
    "words": "ab " * 3_333,
    "quotes": '"' * 10_000,
    "phrases": '"a b" -"c" OR ' * 700,
    "brackets": "(" * 5_000 + ")" * 5_000,
    "stars": "*%_" * 3_333,
    "digits": "9" * 10_000,
    "a cursor": "20260304T120000000000-" + "1" * 9_980,
    "emoji": "🦆" * 2_500,
    "accents": "e" + "\u0301" * 5_000,
    "nothing seen": "\u200b\u202e\ufeff" * 3_333,
    "zeros": "\x00" * 10_000,
}


@pytest.fixture
def client():
    return Client(raise_request_exception=True, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def addresses():
    """Every public address, of things that there are."""
    section, author, tag = make_section(slug="a"), make_author(slug="a"), make_tag(slug="a")
    article = make_live(section=section, bylines=[author], tags=[tag], series=make_series(slug="a"))
    release = article.releases.get()
    comment = a_comment(article)
    known = {
        "article_id": [article.pk],
        "root_id": [comment.pk],
        "comment_id": [comment.pk],
        "token": [receipt_url(a_held_comment(article), AUTHOR).rstrip("/").rpartition("/")[2]],
        "year": [release.day.year],
        "month": [release.day.month],
        "day": [release.day.day],
        "slug": ["a", release.slug],
    }
    return sorted(public_addresses(known, numbers=[1], words=["a"]))


def is_page(answer):
    return answer.get("Content-Type", "").startswith("text/html")


def came_back(answer, raw):
    """What of the texts ``raw`` stands in the headers, or in a page as it was sent."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = answer.text if is_page(answer) else ""
    return [one for one in (*raw, *LINE) if one in headers] + [one for one in raw if one in text]


def test_what_is_walked_are_pages_that_there_are(client, addresses):
    answers = {address: client.get(address).status_code for address in addresses}

    assert {"/", "/latest/", "/section/a/", "/author/a/", "/tag/a/", "/series/a/"} <= set(addresses)
    assert {"/search/", "/api/articles/", "/feed/", "/corrections/", "/sitemap.xml"} <= set(addresses)
    assert sum(status == 200 for status in answers.values()) > 50, answers


@pytest.mark.parametrize("parameter", [*PARAMETERS, MARKUP])
def test_no_markup_in_a_parameter_comes_back_as_it_was_sent(client, addresses, parameter):
    query = f"{quote(parameter)}={quote(MARKUP)}"

    answers = {address: client.get(f"{address}?{query}") for address in addresses}

    assert [address for address, answer in answers.items() if answer.status_code >= 500] == []
    assert {a: found for a, answer in answers.items() if (found := came_back(answer, RAW))} == {}
    assert [a for a, answer in answers.items() if "naughty" in answer.cookies] == []


@pytest.mark.parametrize(
    "sent", [MARKUP, "naughty<", 'naughty"', "{{ 7|add:7 }}", "%00", "..%2f..%2f", "é" * 200]
)
def test_no_markup_in_a_path_comes_back_as_it_was_sent(client, sent):
    known = {"article_id": [1], "root_id": [1], "comment_id": [1], "year": [2026], "month": [3], "day": [4]}
    addresses = public_addresses(known, numbers=[1], words=[quote(sent)])

    answers = {address: client.get(address) for address in addresses}

    assert [address for address, answer in answers.items() if answer.status_code >= 500] == []
    assert {a: found for a, answer in answers.items() if (found := came_back(answer, RAW))} == {}


@pytest.mark.parametrize("kind", LONG)
def test_ten_kilobytes_in_any_parameter_break_no_address(client, addresses, kind):
    """Each by itself where parameters are read, all of them at once everywhere else."""
    text = quote(LONG[kind])
    asked = [f"{address}?{'&'.join(f'{name}={text}' for name in PARAMETERS)}" for address in addresses]
    asked += [f"{address}?{name}={text}" for address, names in READ.items() for name in names]

    assert [address[:60] for address in asked if client.get(address).status_code >= 500] == []


def test_the_worlds_naughty_strings_come_back_from_no_page_as_they_were_sent(client, addresses):
    """Each in every parameter of two addresses, taking turns, and searched for."""
    plain = {address: client.get(address) for address in addresses}
    asked = 0
    for number, text in enumerate(naughty_strings()):
        everywhere = dict.fromkeys(PARAMETERS, text)
        turns = [addresses[(2 * number + at) % len(addresses)] for at in (0, 1)]
        for address, query in [
            *((turn, everywhere) for turn in turns),
            ("/search/", {"q": text, "author": text}),
        ]:
            answer = client.get(address, query)
            asked += 1

            assert answer.status_code < 500, (address, text)
            if set(text) & set('<>"&'):
                new = set(came_back(answer, [text])) - set(came_back(plain[address], [text]))
                assert new == set(), address
    assert asked == 3 * (number + 1) >= 3


def naughty_strings():
    """The Big List of Naughty Strings, where the newsroom's shared cases lie beside the project."""
    cases = Path(settings.BASE_DIR).parent / "shared" / "cases" / "naughty_strings.json"
    own = [MARKUP, "<script>alert(1)</script>", "\u202etest\u202c", "' OR 1=1 --", "\x00"]
    return json.loads(cases.read_text()) if cases.exists() else own
