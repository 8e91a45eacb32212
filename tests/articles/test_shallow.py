"""Long markup made shallow before it is parsed."""

import sys
from html.parser import HTMLParser

import pytest

from articles.body import clean_body, plain_text
from articles.paste import in_our_words
from articles.shallow import DEEPEST, LONG, shallow

TAGS = {
    "blockquote",
    "ul",
    "li",
    "div",
    "table",
    "tbody",
    "tr",
    "td",
    "p",
    "strong",
    "em",
    "a",
    "br",
    "aside",
}
DEEP = {
    "quotes": ("<blockquote>", "</blockquote>"),
    "quotes left open": ("<blockquote>", ""),
    "lists": ("<ul><li>", "</li></ul>"),
    "lists left open": ("<ul><li>t", ""),
    "tables": ("<table><tr><td>", ""),
    "ends that a table holds back": ("<div><table><td></div>", ""),
    "marks": ("<strong><em>", ""),
    "foreign": ("<svg><button><template>", ""),
    "in capitals": ("<DIV><BlockQuote>", ""),
}


class Depth(HTMLParser):
    """How many elements of a kind that holds others are open at most, if each ends by its own tag."""

    deepest = depth = 0

    def handle_starttag(self, tag, attrs):
        if tag in {"blockquote", "ul", "div", "table", "strong", "em", "aside", "svg", "button", "template"}:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        if tag in {"blockquote", "ul", "div", "table", "strong", "em", "aside", "svg", "button", "template"}:
            self.depth -= 1


def depth_of(html):
    reader = Depth()
    reader.feed(html)
    reader.close()
    return reader.deepest


@pytest.mark.parametrize(("opened", "closed"), DEEP.values(), ids=DEEP)
def test_what_is_long_reaches_the_parser_in_a_hundred_elements_at_most(opened, closed):
    html = opened * 10_000 + "Said" + closed * 10_000

    said = shallow(html, TAGS)

    assert depth_of(said) <= DEEPEST
    assert "Said" in said


@pytest.mark.parametrize(("opened", "closed"), DEEP.values(), ids=DEEP)
def test_what_is_ten_thousand_deep_is_cleaned_and_keeps_its_words(opened, closed):
    body = clean_body(opened * 10_000 + "Said" + closed * 10_000)

    assert "Said" in plain_text(body)
    assert clean_body(body) == body


def test_what_only_a_browser_takes_for_tags_is_none():
    html = "<!-->" + "<div>" * 10_000 + "-->" + "<p>Said</p>"

    assert depth_of(shallow(html, TAGS).replace("<!-->", "")) <= DEEPEST


def test_a_long_text_that_is_not_deep_is_written_as_it_was():
    rows = '<tr><td>a &amp; b<br>c</td><td><a href="/x?a=1&amp;b=2">d</a></td></tr>' * LONG
    html = f"<p>Café<p>open<table><tbody>{rows}</tbody></table><div><p><em>so</em></p></div>"

    assert shallow(html, TAGS) == html


def test_what_is_short_is_left_to_the_parser():
    html = "<div>" * LONG

    assert shallow(html, TAGS) is html


def test_a_script_in_a_long_text_is_no_text():
    html = "<p>One</p>" * LONG + "<script>two()</script><style>three{}</style><p>Four</p>"

    assert plain_text(clean_body(html)).splitlines()[-2:] == ["One", "Four"]


def calls_of(function, *arguments):
    """How many calls of Python functions it takes."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def test_a_paragraph_of_word_with_twice_the_bullets_is_twice_the_work():
    bullet = '<span style="mso-list:Ignore">1.</span>x'
    once, twice = (
        calls_of(in_our_words, f'<p class="MsoListParagraph">{bullet * many}</p>') for many in (200, 400)
    )

    assert twice < 2.2 * once
