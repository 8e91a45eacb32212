"""From a comment's HTML, as other software kept it, to the text that our readers would have typed."""

import re
from html.parser import HTMLParser

from newsroom.fields import tidy_text

_BLOCKS = {"p", "div", "ul", "ol", "pre", "table", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
_DROPPED = {"script", "style"}
_SIGNS = {"em": "*", "i": "*", "code": "`"}
_NOTE = re.compile("<!--[^<>]*-->")
_STRAY = re.compile("<(?![a-zA-Z/][^<>]*>)")  # opens no tag: over many of these the parser takes cubic time
_HIDING = ("http://disq.us/", "https://disq.us/")  # Disqus counts clicks there; the title has the address


def text_of(html: str) -> str:
    """Return ``html`` as tidied text: paragraphs, ``> `` quotes, ``*emphasis*``, code; links as addresses.

    Scripts and styles go with all that they hold. Quotes in quotes are one, as where it shows.
    """
    if "<" not in html and "&" not in html:
        return _trimmed(tidy_text(html))
    reader = _Reader()
    reader.feed(_STRAY.sub("&lt;", _NOTE.sub("", html)))
    reader.close()
    blocks = [(is_quote, _trimmed(tidy_text("".join(pieces)))) for is_quote, pieces in reader.blocks]
    quoted = [re.sub("^", "> ", text, flags=re.M) if is_quote else text for is_quote, text in blocks if text]
    return "\n\n".join(quoted)


def _trimmed(text):
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks = [(False, [])]  # whether it is a quote, its pieces
        self._quotes, self._dropped = 0, 0
        self._open = {}  # by tag: how many pieces stood before it, the address it leads to

    @property
    def _pieces(self):
        return self.blocks[-1][1]

    def handle_starttag(self, tag, attrs):
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "blockquote":
            self._quote(self._quotes + 1)
        if tag in ("a", *_SIGNS) and tag not in self._open:
            self._open[tag] = len(self._pieces), dict(attrs)
        self._break(tag)

    def handle_endtag(self, tag):
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif tag == "blockquote":
            self._quote(max(0, self._quotes - 1))
        if tag in self._open:
            self._wrap(tag, *self._open.pop(tag))
        self._break(tag, is_end=True)

    def handle_data(self, data):
        if self._dropped:
            return
        if self._pieces[-1:] == ["\n"]:  # a line that <br> has ended already
            data = data.removeprefix("\r").removeprefix("\n")
        self._pieces.append(data)

    def _break(self, tag, *, is_end=False):
        if tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag in ("br", "li") and not is_end:
            self._pieces.append("\n" if tag == "br" else "\n- ")

    def _quote(self, depth):
        if bool(depth) != bool(self._quotes):
            self.blocks.append((bool(depth), []))
            self._open.clear()
        self._quotes = depth

    def _wrap(self, tag, start, attributes):
        """Put signs, or the address, around what stands since ``start``, if that is one line."""
        inner = "".join(self._pieces[start:])
        words = inner.strip()
        if tag == "a":
            inner = _with_address(inner, attributes)
        elif words and "\n" not in words and _SIGNS[tag] not in words:
            sign = _SIGNS[tag]
            inner = inner.replace(words, f"{sign}{words}{sign}", 1)
        self._pieces[start:] = [inner]
        self._open = {name: kept for name, kept in self._open.items() if kept[0] <= start}


def _with_address(words, attributes):
    address = (attributes.get("href") or "").strip()
    if address.startswith(_HIDING):
        address = attributes.get("title") or address
    label = words.strip().removesuffix("...").removesuffix("…")
    if not re.fullmatch(r"https?://[^\s<>\"`]+", address, re.I):
        return words
    if not label or address.split("://")[1].startswith(label.split("://")[-1]):
        return address if label else words
    return f"{words} ({address})"
