"""Drawn pictures: all words in sight, in the paper's type, the same bytes for the same words."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from newsroom.cards import HEIGHT, WIDTH, draw_card, make_card

RED = "#a3161f"
LONG = "“We had forty minutes to decide”: how a night of rising water and one broken radio kept the island"


def card(headline="Bridge opens", **words):
    return make_card(**{"headline": headline, "label": "City", "foot": "The Gazette", "accent": RED} | words)


def drawn(made):
    return Image.open(BytesIO(draw_card(made)))


def test_a_card_is_a_png_of_the_size_that_shared_links_ask_for():
    picture = drawn(card())

    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (1200, 630))
    assert picture.getpixel((600, 0)) == (0xA3, 0x16, 0x1F)
    assert picture.getpixel((600, 629)) == (0xFD, 0xFC, 0xF9)


@pytest.mark.parametrize("headline", ["Ice", LONG, LONG * 3, "W" * 200, "Donaudampfschiff" * 12, "a " * 100])
def test_a_headline_of_any_length_stands_between_label_and_foot(headline):
    ink = ImageChops.difference(drawn(card(headline)), Image.new("RGB", (WIDTH, HEIGHT), "#fdfcf9"))

    left, _, right, bottom = ink.crop((0, 140, WIDTH, 536)).getbbox()
    assert left >= 70
    assert right <= WIDTH - 70
    assert 140 + bottom < 530
    assert ink.crop((0, 128, WIDTH, 140)).getbbox() is None


def test_other_words_or_another_colour_are_another_digest():
    digests = {made.digest for made in (card(), card("Else"), card(label="Sea"), card(foot="x"))}
    digests |= {card(accent="#00549f").digest, card().digest}

    assert len(digests) == 5
    assert all(len(digest) == 16 for digest in digests)


@pytest.mark.parametrize("headline", ["中文标题", "שלום", "Łódź wins", "Straße في", "", "🦆", "\u202e\x00"])
def test_a_headline_that_the_type_cannot_show_is_not_drawn(headline):
    assert card(headline) is None


def test_signs_that_the_type_lacks_are_left_out_and_so_are_other_words_in_its_letters_only():
    made = card("Ferry 🦆 wins\n the \u202e“cup”", label="政治", foot="Ünì 🏆 Times")

    assert (made.headline, made.label, made.foot) == ("Ferry wins the “cup”", "", "Ünì Times")


def test_letters_with_loose_accents_are_drawn_as_one():
    assert card("Cafe\u0301") == card("Café")


@given(st.text(max_size=200))
def test_any_words_are_drawn_or_refused(headline):
    made = card(headline)

    assert made is None or draw_card(made).startswith(b"\x89PNG")
