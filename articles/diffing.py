"""What two texts have in common, word by word. Bounded: what is too long differs as a whole."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from articles.body import plain_text

MOST_WORDS = 4_000  # of a passage; longer ones differ as a whole: difflib takes the square of it
MOST_PAIRS = 400_000  # of equal parts in one comparison, each of which difflib looks at several times
_BLOCK = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"(?:\w+(?:['\u2019.,:/@&-]\w+)*|[^\w\s])\s*|\s+")

Pieces = list[tuple[str, str]]


def words_diff(before_html: str, after_html: str) -> Pieces:
    """Return the text of two bodies as (op, text): "same", "gone" (only before) or "new" (only after).

    The texts of all but "new" make the first body's text, those of all but "gone" the second's; blocks end
    in a line end. Markup that changes no word makes no difference.
    """
    return text_diff(plain_text(before_html), plain_text(after_html))


def text_diff(before: str, after: str) -> Pieces:
    """Like ``words_diff`` for two plain texts: line by line, then words in the lines that differ."""
    found = []
    for op, i, j, k, m in opcodes(old := _BLOCK.findall(before), new := _BLOCK.findall(after)):
        left, right = "".join(old[i:j]), "".join(new[k:m])
        if op == "replace" and len(_WORD.findall(left + right)) <= MOST_WORDS:
            _add_words(found, _WORD.findall(left), _WORD.findall(right))
        else:
            _add(found, op, left, right)
    return found


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield difflib's opcodes for two lists; what takes too long to compare is one "replace"."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield "equal", 0, start, 0, start
    for op, i, j, k, m in _compare(left, right):
        yield op, i + start, j + start, k + start, m + start
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _common(old, new):
    """How many parts two lists begin with in common."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compare(old, new):
    if not old and not new:
        return []
    counted = Counter(new)
    if sum(counted[part] for part in old) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _add_words(found, old, new):
    for op, i, j, k, m in opcodes(old, new):
        _add(found, op, "".join(old[i:j]), "".join(new[k:m]))


def _add(found, op, before, after):
    if op == "equal":
        found.append(("same", before))
        return
    found += [(side, text) for side, text in (("gone", before), ("new", after)) if text]
