"""From the text that a reader typed to HTML that can do no harm: paragraphs, line breaks and links."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# A web address that begins a word; what ends the sentence around it is cut off afterwards.
_ADDRESS = re.compile(r"(?<![\w@/])(?:https?://|(?<!\.)www\.(?=[^\s.]))[^\s<>\"]+", re.IGNORECASE)
_SENTENCE_END = ".,;:!?'*_~`\u2026\u2019\u201d\u00bb"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def render_text(text: str) -> SafeString:
    """Return ``text`` as HTML: blank lines part paragraphs, web addresses are links, all else is escaped."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    return format_html_join("\n", "<p>{}</p>", ((_lines(part),) for part in paragraphs))


def _lines(paragraph):
    first, *others = paragraph.split("\n")
    broken = format_html_join("", "<br>\n{}", ((_linked(line),) for line in others))
    return format_html("{}{}", _linked(first), broken)


def _linked(line):
    pieces, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = _without_sentence_end(found.group())
        pieces += [(line[end : found.start()],), (_link(address),)]
        end = found.start() + len(address)
    return format_html_join("", "{}", [*pieces, (line[end:],)])


def _link(address):
    _scheme, _, rest = address.rpartition("://")
    if not rest.strip("./"):
        return address
    href = address if "://" in address else f"https://{address}"
    return format_html('<a href="{}" rel="ugc nofollow noopener">{}</a>', href, address)


def _without_sentence_end(address):
    """Cut at the first closing bracket that the address never opened, and punctuation before it."""
    open_brackets = {"(": 0, "[": 0, "{": 0}
    for place, letter in enumerate(address):
        if letter in open_brackets:
            open_brackets[letter] += 1
        elif letter in _PAIRS:
            open_brackets[_PAIRS[letter]] -= 1
            if open_brackets[_PAIRS[letter]] < 0:
                address = address[:place]
                break
    return address.rstrip(_SENTENCE_END)
