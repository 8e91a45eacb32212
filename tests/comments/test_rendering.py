import gc
import html.parser
import json
import re
import time
from pathlib import Path

import pytest
from django.conf import settings

from comments.rendering import render_text, visible_text

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases"
HARMLESS = {(tag, ()) for tag in ("p", "br", "blockquote", "em", "code")} | {("a", ("href", "rel"))}
LINK = '<a href="{0}" rel="ugc nofollow noopener">{0}</a>'
ANCHOR = re.compile(r'<a href="([^"]*)" rel="ugc nofollow noopener">([^<]*)</a>')
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
    expected = LINK.format("https://www.example.org")

    assert render_text("www.example.org, they say") == f"<p>{expected}, they say</p>"


def test_a_link_always_says_where_it_leads():
    texts = ["see http://a.example/?x=<b>&y='1'", "WWW.Example.org/\u202emoc", *hostile_texts()]
    lying = [text for text in texts for href, said in ANCHOR.findall(render_text(text)) if href != said]

    assert lying == []
    assert "\u202e" not in "".join(Reader(render_text(texts[1])).links)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> One\n>> two\nThree", "<blockquote><p>One<br>\ntwo</p></blockquote>\n<p>Three</p>"),
        (">\n>  \n", ""),
        ("a > b", "<p>a &gt; b</p>"),
        ("so *very much* so", "<p>so <em>very much</em> so</p>"),
        ("2 * 3 * 4, 5*3*2, f*ck", "<p>2 * 3 * 4, 5*3*2, f*ck</p>"),
        ("*a\nb*", "<p>*a<br>\nb*</p>"),
        ("*see `x*y`", "<p>*see <code>x*y</code></p>"),
        ("`<b> http://a.example *x*`", "<p><code>&lt;b&gt; http://a.example *x*</code></p>"),
        ("``", "<p>``</p>"),
        ("*http://a.example*", f"<p><em>{LINK.format('http://a.example')}</em></p>"),
    ],
)
def test_quotes_emphasis_and_code(text, html):
    assert render_text(text) == html


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ('<a href="http://a.example">word</a>', []),
        ('<a href="http://a.example">http://b.example</a>', ["http://b.example"]),
        ("<pre>http://a.example</PRE>http://b.example", ["http://b.example"]),
        ("<pre>http://a.example", ["http://a.example"]),
        ("<http://a.example/>", ["http://a.example/"]),
    ],
)
def test_in_typed_markup_nothing_becomes_a_link(text, addresses):
    assert Reader(render_text(text)).links == addresses


def test_the_visible_text_is_what_a_reader_sees():
    assert visible_text(render_text("b*a*d <b>&amp;\n> http://a.example/?b=1&c=2")) == (
        "b*a*d <b>&amp;\nhttp://a.example/?b=1&c=2"
    )


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
        tags = set(read.tags) - HARMLESS
        if tags or any(not link.startswith(("http://", "https://", "HTTP")) for link in read.links):
            alive.append((text, tags, read.links))

    assert alive == []


def test_links_are_found_as_readers_of_other_systems_expect():
    """The shared cases whose addresses are of the web; ours makes www. secure, and never links mail."""
    wrong = {}

    for row in shared_cases("autolink.jsonl", "autolink"):
        if any(link.startswith("mailto:") for link in row["expect_links"]):
            continue
        links = [
            link.replace("https://www.", "http://www.") for link in Reader(render_text(row["input"])).links
        ]
        if links != row["expect_links"]:
            wrong[row["input"]] = links

    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        *("http://example.com/2011/03/18/post-title/", "http://a)", "www.", "(", "(http://a)", "<pre>", "*`"),
        *("<pre>`*", "*a ", "`", "> ", "<a ", "http://a.example/(", "*a"),
    ],
)
def test_four_times_the_text_takes_no_sixteenfold_time_to_render(text):
    def least_seconds(length):
        found = []
        for _ in range(3):
            began = time.process_time()
            render_text(text * (length // len(text)))
            found.append(time.process_time() - began)
        return min(found)

    gc.disable()  # in a long run its turn may take a second
    try:
        assert least_seconds(20_000) < 10 * max(least_seconds(5_000), 0.002)
    finally:
        gc.enable()


def test_a_wall_of_addresses_is_a_wall_of_links():
    for row in shared_cases("autolink.jsonl", "autolink_dos"):
        address, times = row["input_repeat"]

        assert len(Reader(render_text(f"{address} " * times)).links) == times


def test_an_address_is_shown_as_it_was_typed_and_one_without_a_scheme_stays_text():
    """Elsewhere a long address is shown cut (``link_text_shorten``): here a reader sees where it leads, and
    the page wraps it. A name with a dot in it is a link only behind www. (``schemeless_media``).
    """
    for row in shared_cases("autolink.jsonl", "link_text_shorten"):
        assert f">{row['input']}</a>" in render_text(row["input"]), row["id"]
    for row in shared_cases("autolink.jsonl", "schemeless_media"):
        links = [row["expect_url"]] if row["input"].startswith("www.") else []
        assert Reader(render_text(row["input"])).links == links, row["id"]
