"""Banned and suspect words: whole words and phrases, and ``*`` for any letters or digits within a word.

One entry a line. Words end where letters and digits end; a digit also ends a word of letters ("bad" is in
"bad3", never in "badly"). Upper and lower case, full-width and other forms of one letter, composed and loose
accents, invisible characters and stray marks make no difference; accents do ("cafe" is not "café"). Whatever
stands between the words of a phrase may be there, as long as something is. Scripts that write no spaces
(Chinese, Japanese, Thai, ...) have no visible word ends, so there an entry may begin and end anywhere.

The time is linear in the text: plain entries are looked up, entries with a ``*`` are tried only on words that
contain their rarest run of letters, and a trial never goes back over a letter.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

LONGEST_ENTRY = 100  # characters
MOST_FOUND = 50
_GRAM = 8
# No visible word ends: CJK and kana, Thai and Lao, Myanmar, Khmer.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Not shown, though some count as letters or marks; variation selectors and fillers.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_STRAY_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_PARTS = re.compile(r"\d+|\D+")
_EDGE_DIGITS = re.compile(r"^\d+|\d+$")
_WORD = re.compile("[LD-]+")
_ENTRY_WORD = re.compile("[LD*-]+")
_BREAK = "\u200b"  # zero-width space: parts words to some, hides within one to others


class Found(NamedTuple):
    """An entry, as its list has it, and where in the text it was found."""

    entry: str
    start: int
    end: int


class _Kinds(dict):
    """Of each character: L letter or mark, D digit, - not seen at all, * the wildcard, or a space."""

    def __missing__(self, code):
        self[code] = kind = _kind_of(chr(code))
        return kind


def _kind_of(letter):
    category = unicodedata.category(letter)
    if category == "Cf" or _UNSEEN.match(letter) or (category == "Cc" and not letter.isspace()):
        return "-"
    if category[0] in "LM":
        return "L"
    if category[0] == "N":
        return "D"
    plain = unicodedata.normalize("NFKC", letter)
    return "L" if any(part.isalnum() for part in plain) else letter if letter == "*" else " "


_KINDS = _Kinds()


def _plain(word):
    """One word in the form in which words are compared."""
    if word.isascii() and word.isprintable():
        return word.lower()
    seen = "".join(letter for letter in word if _KINDS[ord(letter)] != "-")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return _STRAY_MARKS.sub("", folded).replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")


class _Word(NamedTuple):
    forms: tuple[str, ...]  # whole; without digits at its ends; each run of letters or digits
    start: int
    end: int


def words_of(text: str) -> list[_Word]:
    """Return the words of ``text``, each with the forms in which it may be meant and its place."""
    forms, words = {}, []
    for found in _WORD.finditer(text.translate(_KINDS).replace("*", " ")):
        typed = text[found.start() : found.end()]
        if typed not in forms:
            forms[typed] = _forms(_plain(typed))
        if forms[typed]:
            words.append(_Word(forms[typed], *found.span()))
    return words


def _forms(word):
    if word.isalpha() or not word:
        return (word,) if word else ()
    parts = _PARTS.findall(word)
    if len(parts) == 1:
        return (word,)
    bare = _EDGE_DIGITS.sub("", word) or word
    return (word, bare, *dict.fromkeys(part for part in parts if part not in (word, bare)))


# One word of an entry: what stands between its stars; a single piece is the whole word.
_Pieces = tuple[str, ...]


def _pieces_of(entry) -> tuple[_Pieces, ...]:
    kinds = entry.translate(_KINDS)
    typed = [entry[found.start() : found.end()] for found in _ENTRY_WORD.finditer(kinds)]
    words = [tuple(_plain(piece) for piece in re.split(r"\*+", word)) for word in typed]
    while words and not any(words[0]):
        words.pop(0)
    while words and not any(words[-1]):
        words.pop()
    if words and _SPACELESS.match(words[0][0]):
        words[0] = ("", *words[0])
    if words and words[-1][-1] and _SPACELESS.match(words[-1][-1][-1]):
        words[-1] = (*words[-1], "")
    return tuple(words)


def _fits(pieces, form):
    """Whether one form of a word is what the pieces say; from left to right, nothing is read twice."""
    first, *inner, last = pieces
    end = len(form) - len(last)
    if not form.startswith(first) or not form.endswith(last) or len(first) > end:
        return False
    at = len(first)
    for piece in inner:
        at = form.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _is(pieces, word):
    if len(pieces) == 1:
        return pieces[0] in word.forms
    return any(_fits(pieces, form) for form in word.forms)


class WordList:
    """A compiled list; make it with ``word_list``, which keeps it."""

    def __init__(self, entries: Iterable[str]):
        self._phrases = {}  # the words of an entry without stars, as a tuple: the entry
        self._by_gram, self._by_word = (
            {},
            {},
        )  # entries with stars: gram or plain word -> (entry, words, place)
        starred = []
        for entry in dict.fromkeys(entry.strip() for entry in entries):
            words = _pieces_of(entry)
            if words and all(len(word) == 1 for word in words):
                self._phrases.setdefault(tuple(word[0] for word in words), entry)
            elif words:
                starred.append((entry, words))
        self._lengths = sorted({len(words) for words in self._phrases})
        self._index(starred)

    def _index(self, starred):
        """Put each entry with stars where the fewest texts will ask for it."""
        often = Counter(
            gram for _, words in starred for word in words if len(word) > 1 for gram in _grams_of(word)
        )
        plain = Counter(word for _, words in starred for word in words if len(word) == 1)
        for entry, words in starred:
            keys = [
                (plain[word], -len(word[0]), 0, place, word[0])
                for place, word in enumerate(words)
                if len(word) == 1
            ]
            keys = keys or [
                (often[gram], -len(gram), 1, place, gram)
                for place, word in enumerate(words)
                if len(word) > 1
                for gram in _grams_of(word)
            ]
            *_, is_gram, place, key = min(keys)
            (self._by_gram if is_gram else self._by_word).setdefault(key, []).append((entry, words, place))
        self._gram_lengths = sorted({len(gram) for gram in self._by_gram})

    def find(self, text: str) -> list[Found]:
        """Return what of the list is in ``text``, in its order: all of it up to MOST_FOUND."""
        found = set(islice(self._find(text), MOST_FOUND))
        if _BREAK in text:
            found |= set(islice(self._find(text.replace(_BREAK, " ")), MOST_FOUND))
        return sorted(found, key=lambda one: (one.start, -one.end, one.entry))

    def _find(self, text) -> Iterator[Found]:
        words = words_of(text)
        for form in {0, 1} if any(len(word.forms) > 1 for word in words) else {0}:
            yield from self._find_phrases(
                words, [word.forms[min(form, len(word.forms) - 1)] for word in words]
            )
        if 1 in self._lengths:
            for word in words:
                for part in word.forms[2:]:
                    if entry := self._phrases.get((part,)):
                        yield Found(entry, word.start, word.end)
        for entry, pieces, place, at in self.trials(words):
            start, end = at - place, at - place + len(pieces)
            run = words[start:end] if start >= 0 else []
            if len(run) == len(pieces) and all(map(_is, pieces, run)):
                yield Found(entry, run[0].start, run[-1].end)

    def _find_phrases(self, words, forms):
        for length in self._lengths:
            for start in range(len(words) - length + 1):
                if entry := self._phrases.get(tuple(forms[start : start + length])):
                    yield Found(entry, words[start].start, words[start + length - 1].end)

    def trials(self, words: list[_Word]) -> Iterator[tuple]:
        """Yield the entries with stars that are worth trying, each with its place and the word's number."""
        if not (self._by_gram or self._by_word):
            return
        of_form = {}
        for at, word in enumerate(words):
            form = word.forms[0]
            if form not in of_form:
                of_form[form] = self._worth_trying(word)
            for entry, pieces, place in of_form[form]:
                yield entry, pieces, place, at

    def _worth_trying(self, word):
        grams = {
            form[at : at + length]
            for form in (f"^{form}$" for form in word.forms)
            for length in self._gram_lengths
            for at in range(len(form) - length + 1)
        }
        plain = [entry for form in word.forms for entry in self._by_word.get(form, ())]
        starred = [entry for gram in grams for entry in self._by_gram.get(gram, ())]
        return plain + [entry for entry in starred if _is(entry[1][entry[2]], word)]


def _grams_of(pieces):
    """The runs of letters by which a word with stars is looked up; ^ and $ are where a word ends."""
    first, *inner, last = pieces
    longest = max(first and f"^{first}", *inner, last and f"{last}$", key=len)
    size = min(_GRAM, len(longest))
    return {longest[at : at + size] for at in range(len(longest) - size + 1)} if size else set()


@lru_cache(maxsize=64)
def word_list(lines: str) -> WordList:
    """Return the list that ``lines`` says, one entry a line; the same lines are compiled once a process."""
    return WordList(lines.splitlines())


def fault_of(entry: str) -> str:
    """Return what is wrong with one entry as a sentence, or ""."""
    if len(entry.strip()) > LONGEST_ENTRY:
        return f"An entry has at most {LONGEST_ENTRY} characters."
    if not _pieces_of(entry):
        return "An entry needs at least one letter or digit."
    return ""
