"""The picture of a shared link whose page has none: words of the paper in its own type, 1200 by 630 pixels.

The type holds Latin letters. Words in other letters are not drawn: nothing is better than boxes.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
_MARGIN, _TOP, _FOOT = 80, 88, 538  # pixels; where the label begins, and the line above the foot
_SIZES = range(128, 47, -8)  # of a headline: the largest at which it has room
_PAPER, _INK, _RULE = "#fdfcf9", "#17181a", "#dcd9d2"  # as in tokens.css, by day
_FONTS = Path(__file__).parent / "fonts"  # whole: what pages ask for is cut in two
_AXES = {"newsroom-serif.woff2": [700, 60], "public-sans.woff2": [700]}  # weight, and optical size
_SERIF, _SANS = _AXES
_DESIGN = 1  # counted up when the same words are drawn another way
_KEPT = 256  # pictures of some 25 KB that each process remembers


@dataclass(frozen=True)
class Card:
    """All that a picture is made of; make it with ``make_card``."""

    headline: str
    label: str  # above the headline, in the accent colour
    foot: str
    accent: str  # "#a3161f"

    @property
    def digest(self) -> str:
        """Names what is drawn: another digest is another picture."""
        return hashlib.blake2b(repr((_DESIGN, *astuple(self))).encode(), digest_size=8).hexdigest()


def make_card(*, headline: str, label: str = "", foot: str = "", accent: str) -> Card | None:
    """Return a card, or None when the type lacks letters of the headline; other words are left out then."""
    card = Card(_drawable(headline), _drawable(label), _drawable(foot), accent)
    return card if card.headline else None


def _drawable(words):
    """``words`` without signs that the type lacks (an emoji says little); "" when it lacks a letter."""
    words = " ".join(unicodedata.normalize("NFC", words).split())
    missing = {sign for sign in words if not _has(sign)}
    if any(unicodedata.category(sign)[0] in "LMN" for sign in missing):
        return ""
    return " ".join("".join(sign for sign in words if sign not in missing).split())


@lru_cache(maxsize=2048)
def _has(sign):
    font = _font(_SERIF, _SIZES[-1])
    return unicodedata.category(sign)[0] != "C" and bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


@lru_cache
def _font(name, size):
    font = ImageFont.truetype(_FONTS / name, size)
    font.set_variation_by_axes(_AXES[name])
    return font


@lru_cache(maxsize=_KEPT)
def draw_card(card: Card) -> bytes:
    """Return the card as PNG, drawn once a process as long as it is asked for."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 15), fill=card.accent)
    top = _TOP
    if card.label:
        draw.text((_MARGIN, top), _one_line(card.label, _SANS, 32), card.accent, _font(_SANS, 32))
        top += 64
    _draw_headline(draw, card.headline, top)
    draw.line((_MARGIN, _FOOT, WIDTH - _MARGIN, _FOOT), fill=_RULE, width=2)
    if card.foot:
        foot = _one_line(card.foot, _SERIF, 36)
        draw.text((_MARGIN, (_FOOT + HEIGHT) // 2), foot, _INK, _font(_SERIF, 36), anchor="lm")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _draw_headline(draw, headline, top):
    for size in _SIZES:
        font, step = _font(_SERIF, size), round(size * 1.12)
        room = (_FOOT - 36 - top) // step
        lines = list(_lines(headline, font))
        if len(lines) <= room:
            break
    if len(lines) > room:
        lines = [*lines[: room - 1], _one_line(" ".join(lines[room - 1 :]), _SERIF, size)]
    else:
        lines = _balanced(headline, font, lines)
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * step), line, _INK, font)


def _lines(words, font, width=WIDTH - 2 * _MARGIN) -> Iterator[str]:
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _pieces(word, font, width)
        yield from full
    if line:
        yield line


def _pieces(word, font, width):
    """A word without an end is cut where the line ends."""
    pieces = []
    while font.getlength(word) > width:
        fits = next(end for end in range(len(word), 0, -1) if font.getlength(word[:end]) <= width)
        pieces.append(word[:fits])
        word = word[fits:]
    return [*pieces, word]


def _balanced(words, font, lines):
    """As many lines in the narrowest column that holds them: no last word stands alone."""
    for width in range(WIDTH // 2, WIDTH - 2 * _MARGIN, 20):
        narrower = list(_lines(words, font, width))
        if len(narrower) == len(lines):
            return narrower
    return lines


def _one_line(words, name, size):
    font = _font(name, size)
    if font.getlength(words) <= WIDTH - 2 * _MARGIN:
        return words
    while font.getlength(f"{words}…") > WIDTH - 2 * _MARGIN:
        words = words[:-1].rstrip()
    return f"{words}…"
