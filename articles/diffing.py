"""What two texts have in common, word by word."""

import re
from difflib import SequenceMatcher

from articles.body import plain_text

MOST_WORDS = 4_000  # of a passage; longer ones differ as a whole: difflib takes the square of it
_BLOCK = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"(?:\w+(?:['\u2019.,:/@&-]\w+)*|[^\w\s])\s*")


def words_diff(before_html: str, after_html: str) -> list[tuple[str, str]]:
    """Return the text of two bodies as (op, text): "same", "gone" (only before) or "new" (only after).

    The texts of all but "new" make the first body's text, those of all but "gone" the second's; blocks end
    in a line end. Markup that changes no word makes no difference.
    """
    found = []
    for op, before, after in _compare(_blocks(before_html), _blocks(after_html)):
        if op == "replace" and len(_WORD.findall(before + after)) <= MOST_WORDS:
            for finer in _compare(_WORD.findall(before), _WORD.findall(after)):
                _add(found, *finer)
        else:
            _add(found, op, before, after)
    return found


def _blocks(html):
    return _BLOCK.findall(plain_text(html))


def _compare(old, new):
    for op, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield op, "".join(old[i:j]), "".join(new[k:m])


def _add(found, op, before, after):
    if op == "equal":
        found.append(("same", before))
        return
    found += [(side, text) for side, text in (("gone", before), ("new", after)) if text]
