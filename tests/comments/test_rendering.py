import html.parser
import json
import time
from pathlib import Path

import pytest
from django.conf import settings

from comments.rendering import render_text

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases"
LINK = '<a href="{0}" rel="ugc nofollow noopener">{0}</a>'
OWN_HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "https://example.org/\"onmouseover='alert(1)'",
    "http://example.org/?<svg/onload=alert(1)>",
    "[x](javascript:alert(1)) javascript:alert(1)",
    "https://&#106;avascript:alert(1) www.<b>.org",
)


class Reader(html.parser.HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, tuple(name for name, _ in attributes)))
        if tag == "a":
            self.links.append(dict(attributes)["href"])


def shared_cases(name, group):
    path = CASES / "comments" / name
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [row for row in rows if row["group"] == group]


def hostile_texts():
    texts = list(OWN_HOSTILE_TEXTS)
    for group in ("html_fragment", "xss_cheat_sheet", "plain_text_field", "attribute_field"):
        texts += [row["input"] for row in shared_cases("sanitise.jsonl", group)]
    texts += [row["as_html"] for row in shared_cases("sanitise.jsonl", "href_protocol")]
    path = CASES / "naughty_strings.json"
    return texts + (json.loads(path.read_text()) if path.exists() else [])


def test_blank_lines_part_paragraphs_and_single_ones_break_the_line():
    assert render_text("One\ntwo\n\n  \nthree") == "<p>One<br>\ntwo</p>\n<p>three</p>"


def test_whatever_looks_like_html_is_shown_as_typed():
    assert render_text('<b>1 & "2"</b>') == "<p>&lt;b&gt;1 &amp; &quot;2&quot;&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("See https://example.org/a.", "https://example.org/a", "."),
        ("See https://example.org/?q=1!", "https://example.org/?q=1", "!"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", ")"),
        ("Comma,http://example.com/x;", "http://example.com/x", ";"),
    ],
)
def test_an_address_is_a_link_without_the_end_of_the_sentence(text, address, rest):
    before = text.split("http")[0]

    assert render_text(text) == f"<p>{before}{LINK.format(address)}{rest}</p>"


def test_an_address_that_begins_with_www_leads_to_https():
    expected = '<a href="https://www.example.org" rel="ugc nofollow noopener">www.example.org</a>'

    assert render_text("www.example.org, they say") == f"<p>{expected}, they say</p>"


@pytest.mark.parametrize(
    "text",
    ["ld.so", "example.com", "javascript:alert(1)", "ftp://example.org", "http://", "a@www.example.org"],
)
def test_other_words_are_no_links(text):
    assert Reader(render_text(text)).links == []


def test_hostile_text_comes_out_dead():
    alive = []

    for text in hostile_texts():
        read = Reader(render_text(text))
        tags = set(read.tags) - {("p", ()), ("br", ()), ("a", ("href", "rel"))}
        if tags or any(not link.startswith(("http://", "https://", "HTTP")) for link in read.links):
            alive.append((text, tags, read.links))

    assert alive == []


def test_links_are_found_as_readers_of_other_systems_expect():
    """The shared cases whose addresses are of the web; ours makes www. secure, and never links mail."""
    wrong = {}

    for row in shared_cases("autolink.jsonl", "autolink"):
        if any(link.startswith("mailto:") for link in row["expect_links"]) or "<" in row["input"]:
            continue
        links = [
            link.replace("https://www.", "http://www.") for link in Reader(render_text(row["input"])).links
        ]
        if links != row["expect_links"]:
            wrong[row["input"]] = links

    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    ["http://example.com/2011/03/18/post-title/" * 250, "http://a" + ")" * 5000, "www." * 2000, "(" * 9000],
    ids=["one long run", "brackets", "beginnings", "openings"],
)
def test_no_text_takes_long_to_render(text):
    began = time.perf_counter()

    render_text(text)

    assert time.perf_counter() - began < 1
