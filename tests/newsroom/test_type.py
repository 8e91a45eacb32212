"""The faces of ``type.css``: each file has the letters that it says it has."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ImageFont

STATIC = settings.BASE_DIR / "newsroom" / "static" / "newsroom"
FACES = {
    Path(file).name: ranges
    for file, ranges in re.findall(
        r'src: url\("([^"]+)"\)[^}]*?unicode-range: ([^;]+);', (STATIC / "type.css").read_text()
    )
}
UNSEEN = {0x20, 0xA0, 0xAD, 0x2009}  # spaces, and the hyphen that may be


def is_sign(letter):
    """No letter or digit: a face may lack it."""
    return (
        unicodedata.category(chr(letter))[0] not in "LN"
        or chr(letter) in "\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc\u00bd\u00be"
    )


def letters(ranges):
    for part in ranges.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


@cache
def face(name):
    return ImageFont.truetype(STATIC / "fonts" / name, 40)


def has(name, letter):
    return bytes(face(name).getmask(chr(letter))) != bytes(face(name).getmask("\uffff"))


@pytest.mark.parametrize("name", FACES)
def test_a_file_has_the_letters_that_it_is_asked_for(name):
    plain = name.replace("-more", "")
    others = set(letters(FACES[plain])) if name != plain else set()  # asked of the other file

    asked = {letter for letter in set(letters(FACES[name])) - others - UNSEEN if not is_sign(letter)}

    assert {chr(letter) for letter in asked if not has(name, letter)} == set()
    assert len(asked) > 50


def test_english_is_set_with_one_file_of_each_face():
    english = "caf\u00e9\u2019s\u201cA\u201d\u201320\u00b0C\u00a35\u20ac6\u00b7\u2026"

    for name in ("newsroom-serif.woff2", "newsroom-serif-italic.woff2", "public-sans.woff2"):
        assert set(map(ord, english)) <= set(letters(FACES[name]))
    assert [has("newsroom-serif.woff2", letter) for letter in map(ord, english)] == [True] * len(english)


def test_the_files_of_an_english_page_are_small():
    sizes = {file.name: file.stat().st_size for file in (STATIC / "fonts").glob("*.woff2")}

    assert sizes["newsroom-serif.woff2"] + sizes["public-sans.woff2"] < 38_000
    assert sum(sizes.values()) < 90_000
