"""Two bodies, block by block and then word by word, in bounded work."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import blocks
from articles.blocks import blocks_diff, blocks_of, folded


def _said(changes):
    return [(change.op, change.pieces) for change in changes]


def test_words_are_marked_inside_the_paragraph_that_changed_and_nowhere_else():
    found = blocks_diff(
        "<p>The hall closes in March.</p><p>Flats follow.</p>",
        "<p>The hall closes in May.</p><p>Flats follow.</p>",
    )

    assert _said(found) == [
        ("changed", [("same", "The hall closes in "), ("gone", "March"), ("new", "May"), ("same", ".")]),
        ("same", [("same", "Flats follow.")]),
    ]


def test_a_rewritten_paragraph_is_found_beside_one_that_is_new():
    found = blocks_diff(
        "<p>The ferry sails at nine in the morning.</p><p>End.</p>",
        "<p>Quite another matter.</p><p>The ferry sails at ten in the morning.</p><p>End.</p>",
    )

    assert [change.op for change in found] == ["new", "changed", "same"]
    assert found[1].pieces == [
        ("same", "The ferry sails at "),
        ("gone", "nine "),
        ("new", "ten "),
        ("same", "in the morning."),
    ]


def test_a_changed_link_or_form_is_said_though_no_word_differs():
    linked = blocks_diff(
        '<p>See <a href="https://a.example/">here</a></p>', '<p>See <a href="https://b.example/">here</a></p>'
    )
    form = blocks_diff("<p>A <strong>b</strong></p>", "<p>A <em>b</em></p>")
    headed = blocks_diff("<p>Title</p>", "<h2>Title</h2>")

    assert [change.op for change in linked + form + headed] == ["markup", "markup", "markup"]
    assert (linked[0].links_gone, linked[0].links_new) == (["https://a.example/"], ["https://b.example/"])
    assert (form[0].links_gone, form[0].links_new) == ([], [])
    assert (headed[0].was_kind, headed[0].kind) == ("Paragraph", "Heading")


def test_every_kind_of_block_is_called_by_its_name():
    html = (
        "<h2>One</h2><p>Two<br>lines</p><ul><li><p>Three</p></li></ul><blockquote><p>Four</p></blockquote>"
        '<hr><table><tr><th>Five</th><td>Six</td></tr></table><img alt="Seven">loose'
    )

    assert [(block.kind, block.text) for block in blocks_of(html)] == [
        ("Heading", "One"),
        ("", "Two\nlines"),
        ("List item", "Three"),
        ("Quote", "Four"),
        ("Line across", ""),
        ("Table heading", "Five"),
        ("Table cell", "Six"),
        ("Picture", "Seven"),
        ("", "loose"),
    ]


NAMES = {"photos": {"12": "The quay"}, "recordings": {"3": "The bell"}}


def test_what_stands_between_paragraphs_is_called_by_its_name():
    photo = '<figure><img data-photo="12" alt="Boats &amp; nets"><figcaption>At <em>dawn</em></figcaption>'
    photo += "</figure>"
    html = (
        f"<section>{photo}{photo}</section><aside><p>So.</p></aside><p>Text</p>"
        '<figure><audio data-recording="3"></audio></figure><figure><img data-photo="7" alt=""></figure>'
        '<figure><a href="https://example.org/">The log</a></figure>'
    )

    assert [(block.kind, block.text) for block in blocks_of(html, NAMES)] == [
        ("Gallery", ""),
        *[("Picture", "The quay · Boats & nets"), ("Caption", "At dawn")] * 2,
        ("Pull quote", "So."),
        ("", "Text"),
        ("Audio", "The bell"),
        ("Picture", "No. 7"),
        ("Link card", "The log"),
    ]


def test_a_figure_that_goes_leaves_the_paragraph_after_it_as_it_was():
    figure = '<figure><img data-photo="12" alt=""></figure>'

    assert _said(blocks_diff(f"{figure}<p>Text</p>", "<p>Text</p>", names=(NAMES, {}))) == [
        ("gone", [("gone", "The quay")]),
        ("same", [("same", "Text")]),
    ]


TEXTS = st.lists(st.lists(st.sampled_from(["hall", "quay,", "don't", "1,000"]), min_size=1).map(" ".join))


@given(TEXTS, TEXTS)
def test_the_pieces_of_the_blocks_make_both_texts_again(before, after):
    found = blocks_diff(*("".join(f"<p>{text}</p>" for text in texts) for texts in (before, after)))

    def side(without):
        texts = ["".join(text for op, text in change.pieces if op != without) for change in found]
        mine = {"new": "gone", "gone": "new"}[without]
        return [text for change, text in zip(found, texts, strict=True) if text or change.op == mine]

    assert side("new") == before
    assert side("gone") == after


def steps_of(work):
    """What ``work`` answers, and how many lines of Python it took: the same on every machine."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += event == "line"
        return count

    sys.settrace(count)
    try:
        return work(), steps
    finally:
        sys.settrace(None)


def test_the_largest_texts_are_compared_in_bounded_work():
    words = [f"word{number % 40}" for number in range(200)]
    paragraphs = [" ".join(words[place % 190 :] + words[: place % 190]) for place in range(900)]
    before = "".join(f"<p>{text} before</p>" for text in paragraphs)
    after = "".join(f"<p>{text} after</p>" for text in reversed(paragraphs))
    alike = "<p>a</p>" * 20_000

    found, rewritten_steps = steps_of(lambda: blocks_diff(before, after))
    repeated, repeated_steps = steps_of(
        lambda: blocks_diff(f"<p>x</p>{alike}<p>y</p>", f"<p>z</p>{alike}<p>w</p><p>a</p>")
    )

    assert {change.op for change in found} == {"gone", "new"}
    assert len(repeated) > 20_000
    # Pair by pair it would be hundreds of millions.
    assert rewritten_steps < 1_000_000
    assert repeated_steps < 12_000_000


def test_what_stayed_is_folded_but_for_the_blocks_beside_a_change():
    same = "".join(f"<p>Paragraph {number}</p>" for number in range(10))

    runs = folded(blocks_diff(f"<p>Old</p>{same}<p>End</p>", f"<p>New</p>{same}<p>The end</p>"))

    assert [(run.is_folded, [change.pieces[0][1] for change in run.blocks][-2:]) for run in runs] == [
        (False, ["New", "Paragraph 0"]),
        (True, ["Paragraph 7", "Paragraph 8"]),
        (False, ["End", "The end"]),
    ]


def test_a_paragraph_with_twice_the_marks_is_twice_the_work(monkeypatch):
    """Counted in the parts of a block that are read again."""
    read = []
    written = blocks._Reader._written
    monkeypatch.setattr(blocks._Reader, "_written", lambda self: read.append(len(self.text)) or written(self))
    works = []
    for marks in (500, 1000):
        read.clear()
        blocks_of("<p>" + "<em>so</em> it " * marks + "</p>")
        works.append(sum(read))

    assert works == [1000, 2000]


@pytest.mark.parametrize("html", ["<blockquote>" * 10_000 + "<p>Said</p>", "<p>Said" + "<em>" * 10_000])
def test_what_is_ten_thousand_deep_is_read(html):
    assert [block.text for block in blocks_of(html)] == ["Said"]
