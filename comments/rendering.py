"""From the text that a reader typed to HTML that can do no harm.

Paragraphs, line breaks, web addresses, ``>`` quotes, ``*emphasis*`` and `` `code` ``; all else is shown as it
was typed. What looks like a tag, and what stands between tags of code, stays text with no link in it. Each
expression stops at the sign by which it could begin again, so the time is linear.
"""

import re
from html import unescape
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Where a web address begins; it ends before what no address has, a closing bracket that it never opened, and
# what ends the sentence around it.
_ADDRESS = re.compile(r"(?<![\w@/])(?:https?://|(?<!\.)www\.(?=[^\s.]))", re.IGNORECASE)
_UNSEEN = "\\x00-\\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TURN = re.compile(rf"[\s<>\"`{_UNSEEN}]|(?P<bracket>[()\[\]{{}}])")
_MARKS = re.compile(
    r"</?(?P<tag>[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)\*(?P<stressed>[^*\s](?:[^*\n]*[^*\s])?)\*(?!\w)"
    rf"|{_ADDRESS.pattern}",
    re.IGNORECASE,
)
_TAGS_OF_CODE = {"pre", "code", "script", "style", "textarea"}
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = ".,;:!?'*_~`\u2026\u2019\u201d\u00bb"
_OPENING = {")": "(", "]": "[", "}": "{"}


def render_text(text: str) -> SafeString:
    """Return ``text`` as HTML; it opens no element but p, br, a, blockquote, em and code."""
    blocks = []
    for is_quote, lines in groupby(text.split("\n"), key=lambda line: line.startswith(">")):
        said = "\n".join(line.lstrip("> ") if is_quote else line for line in lines)
        if paragraphs := _paragraphs(said):
            blocks.append(format_html("<blockquote>{}</blockquote>", paragraphs) if is_quote else paragraphs)
    return format_html_join("\n", "{}", ((block,) for block in blocks))


def addresses_in(text: str) -> list[str]:
    """Return the web addresses that were typed, those too that are left dead in code or in a typed tag."""
    found, at = [], 0
    while begun := _ADDRESS.search(text, at):
        at = _end_of_address(begun)
        found.append(text[begun.start() : at])
    return found


def visible_text(html: str) -> str:
    """Return the words that readers see of what ``render_text`` made."""
    return unescape(_TAG.sub("", html))


def excerpt(text: str, most: int) -> str:
    """Return the first ``most`` characters of ``text`` as one line, cut where a word ends if one does."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    whole_words, _, _ = line[: most + 1].rpartition(" ")
    return f"{whole_words or line[:most]}…"


def _paragraphs(text):
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    return format_html_join("\n", "<p>{}</p>", ((_lines(part),) for part in paragraphs))


def _lines(paragraph):
    first, *others = paragraph.split("\n")
    broken = format_html_join("", "<br>\n{}", ((_inline(line),) for line in others))
    return format_html("{}{}", _inline(first), broken)


def _inline(line, *, is_stressed=False):
    pieces, end, unclosed = [], 0, set()
    lowered = line.lower()
    lowered = lowered if len(lowered) == len(line) else line
    at = 0
    while found := _MARKS.search(line, at):
        at = found.end()
        if tag := found["tag"]:
            at = _end_of_code(lowered, at, tag.lower(), unclosed)
            continue
        piece, at = _marked(found, is_stressed=is_stressed)
        pieces += [(line[end : found.start()],), (piece,)]
        end = at
    return format_html_join("", "{}", [*pieces, (line[end:],)])


def _marked(found, *, is_stressed):
    """One piece of HTML, and where in the line it ends."""
    if found["code"]:
        return format_html("<code>{}</code>", found["code"]), found.end()
    if found["stressed"]:
        inner = found["stressed"] if is_stressed else _inline(found["stressed"], is_stressed=True)
        return format_html("<em>{}</em>", inner), found.end()
    end = _end_of_address(found)
    return _link(found.string[found.start() : end]), end


def _end_of_code(line, at, tag, unclosed):
    """Where what a tag of code holds is over; a tag that nobody closes holds nothing."""
    if tag not in _TAGS_OF_CODE or tag in unclosed:
        return at
    close = line.find(f"</{tag}>", at)
    if close < 0:
        unclosed.add(tag)
        return at
    return close


def _link(address):
    _scheme, _, rest = address.rpartition("://")
    if not rest.strip("./"):
        return address
    href = address if "://" in address[:8] else f"https://{address}"
    return format_html('<a href="{0}" rel="ugc nofollow noopener">{0}</a>', href)


def _end_of_address(begun):
    text, opened = begun.string, {"(": 0, "[": 0, "{": 0}
    end = len(text)
    for turn in _TURN.finditer(text, begun.end()):
        bracket = turn["bracket"]
        if bracket in opened:
            opened[bracket] += 1
        elif bracket and opened[_OPENING[bracket]]:
            opened[_OPENING[bracket]] -= 1
        else:
            end = turn.start()
            break
    return max(begun.start() + len(text[begun.start() : end].rstrip(_SENTENCE_END)), begun.start() + 1)
