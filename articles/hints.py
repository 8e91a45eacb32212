"""Hints for writers: nothing here refuses anything."""

import re

from articles.body import plain_text

_WORD = re.compile(r"[^\W_]+(?:['\u2019.,\-\u2011][^\W_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:\u2026][\"'\u201d\u2019)]*\s*[\"'\u201c\u2018(]?$")
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)


def unsupported_words(point: str, body: str) -> list[str]:
    """Return the names and numbers of a key point that its story does not contain, in order.

    A number is a word with a digit ("1,200" is "1200"); a name is a capitalised word that does not begin
    its sentence, or begins it before another one ("Ana Reis resigned"). Only whole words count as found; in a
    story without text nothing is missing yet. ``body`` is clean HTML.
    """
    return _missing(point, _known(plain_text(body)))


def unsupported_in_each(points: list[str], body: str) -> list[list[str]]:
    """The same for several key points of one story."""
    known = _known(plain_text(body)) if any(points) else set()
    return [_missing(point, known) for point in points]


def _missing(point, known):
    if not known:  # a story may begin with its key points
        return []
    words = [(found.group(), _begins(point, found.start())) for found in _WORD.finditer(point)]
    missing = []
    for (word, begins), (after, after_begins) in zip(words, [*words[1:], ("", True)], strict=False):
        is_name = word[0].isupper() and (not begins or (after[:1].isupper() and not after_begins))
        if (is_name or _is_number(word)) and _key(word) not in known:
            missing.append(_POSSESSIVE.sub("", word))
    return list(dict.fromkeys(missing))


def _begins(text, place):
    """Whether a sentence begins there."""
    before = text[:place]
    return not _WORD.search(before) or bool(_ENDS_SENTENCE.search(before))


def _known(text):
    words = _WORD.findall(text)
    parts = (part for word in words for part in re.split(r"[-\u2011]", word))
    return {_key(word) for word in words} | {_key(part) for part in parts}


def _is_number(word):
    return any(letter.isdigit() for letter in word)


def _key(word):
    word = _POSSESSIVE.sub("", word).replace("\u2019", "'").replace("\u2011", "-").casefold()
    return re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", word)


def hint_on(missing: list[str]) -> str:
    """Say which words of a key point its story does not contain; "" for none."""
    return f"Not in the text: {', '.join(missing)}." if missing else ""
