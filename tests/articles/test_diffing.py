"""The difference of two bodies, word by word."""

import time

from hypothesis import given
from hypothesis import strategies as st

from articles.body import plain_text
from articles.diffing import MOST_WORDS, words_diff


def test_one_word_in_a_paragraph_differs():
    found = words_diff(
        "<p>The hall closes in March.</p><p>Flats follow.</p>",
        "<p>The hall closes in May.</p><p>Flats follow.</p>",
    )

    assert found == [
        ("same", "The hall closes in "),
        ("gone", "March"),
        ("new", "May"),
        ("same", ".\n"),
        ("same", "Flats follow."),
    ]


def test_a_paragraph_that_came_or_went_is_one_piece():
    assert words_diff("<p>One.</p><p>Three.</p>", "<p>One.</p><p>Two two.</p><p>Three.</p>") == [
        ("same", "One.\n"),
        ("new", "Two two.\n"),
        ("same", "Three."),
    ]
    assert words_diff("<p>Only.</p>", "") == [("gone", "Only.")]


def test_markup_alone_is_no_difference():
    assert words_diff("<p>A <strong>b</strong></p>", "<p>A b</p>") == [("same", "A b")]
    assert words_diff("", "") == []


BODIES = st.lists(st.lists(st.sampled_from(["hall", "quay,", "don't", "1,000", "(end)"])).map(" ".join)).map(
    lambda blocks: "".join(f"<p>{block}</p>" for block in blocks)
)


@given(BODIES, BODIES)
def test_the_pieces_make_both_texts_again(before, after):
    found = words_diff(before, after)

    assert "".join(text for op, text in found if op != "new") == plain_text(before)
    assert "".join(text for op, text in found if op != "gone") == plain_text(after)


def test_a_huge_paragraph_is_compared_as_a_whole():
    words = [f"word{number % 50}" for number in range(MOST_WORDS)]
    before, after = f"<p>{' '.join(words)}</p>", f"<p>{' '.join(reversed(words))}</p>"

    began = time.monotonic()
    found = words_diff(before, after)

    assert [op for op, _ in found] == ["gone", "new"]
    assert time.monotonic() - began < 2
