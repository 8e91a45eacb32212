# ruff: noqa: RUF001 - look-alike letters are what this is about
"""Signs that deceive: what is not seen, what turns lines round, heaps of marks, posing letters."""

import re
import unicodedata
from collections.abc import Iterable

MOST_MARKS = 4  # on one letter; Vietnamese and Arabic need two or three, Tibetan and Hebrew at times four

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")  # that share shapes

# Small letters, digits and signs by the Latin letter that they pose as; capitals come through casefold.
_POSES = {
    "a": "аɑα",
    "b": "ьвƅ",
    "c": "сϲᴄ",
    "d": "ԁɗ",
    "e": "еєҽ",
    "f": "ƒ",
    "g": "ɡցԍ",
    "h": "һհн",
    "i": "іιıɩ1l|јǀӏ!",
    "k": "кκқ",
    "m": "мʍ",
    "n": "пոηи",
    "o": "оοօ0σө",
    "p": "рρ",
    "q": "ԛգ",
    "r": "гᴦ",
    "s": "ѕʂ5$ꜱ",
    "t": "тτ",
    "u": "υսцμ",
    "v": "ѵν",
    "w": "ԝωшѡ",
    "x": "хχ",
    "y": "уγү",
    "z": "ᴢʐ",
}
_LATIN = str.maketrans({pose: letter for letter, poses in _POSES.items() for pose in poses})


def deceptions_in(text: str) -> list[str]:
    """Return what in ``text`` may deceive, each as a word for the evidence: the worst first."""
    found = []
    if _TURNING.search(text):
        found.append("turned text")
    if _UNSEEN.search(text):
        found.append("unseen characters")
    if _is_heaped(text):
        found.append("heaped marks")
    if word := mixed_word(text):
        found.append(f"mixed alphabets: {word}")
    return found


def _is_heaped(text):
    if text.isascii():
        return False
    marks = 0
    for letter in unicodedata.normalize("NFD", text[:100_000]):
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks > MOST_MARKS:
            return True
    return False


def mixed_word(text: str) -> str:
    """Return the first word whose letters come from alphabets that share shapes, or ""."""
    if text.isascii():
        return ""
    for found in _WORD.finditer(text):
        word = found.group()
        if not word.isascii() and len(word) > 2 and _is_mixed(word.casefold()):
            return word[:60]
    return ""


def _is_mixed(word):
    """Whether Latin letters stand beside such as pose as Latin; not so in kΩ, or Δx."""
    strange = [letter for letter in word if _script_of(letter) in _SCRIPTS[1:]]
    is_latin = any(_script_of(letter) == "LATIN" for letter in word)
    return is_latin and bool(strange) and all(ord(letter) in _LATIN for letter in strange)


def _script_of(letter):
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


def skeleton(name: str) -> str:
    """Return a name as a hurried eye takes it in: two names with one skeleton look alike.

    Case, accents, spaces, dots and invisible characters do not count; letters of other alphabets, digits and
    signs count as the Latin letter they resemble.
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(letter for letter in bare if unicodedata.category(letter)[0] not in "MC")
    latin = seen.translate(_LATIN).replace("rn", "m").replace("vv", "w")
    return "".join(letter for letter in latin if letter.isalnum())


def looks_like(name: str, others: Iterable[str]) -> str:
    """Return the first of ``others`` that ``name`` could be taken for, or ""."""
    asked = skeleton(name)
    return next((other for other in others if asked and skeleton(other) == asked), "")
