"""Long markup made shallow before it is parsed: a tag costs a parser as much as there are elements around it.

It is written anew tag by tag, so that a parser cannot find elements in it that were not counted here.
"""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser

LONG = 5_000  # tags; what has fewer is parsed as it came
DEEPEST = 100  # elements inside each other, of those that can be
_VOID = {"br", "hr", "img"}
# They end by themselves where the next one begins: as deep as what holds them.
_SELF_ENDING = {"p", "li", "dt", "dd", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "a"}
_UNSEEN = ("script", "style")  # their content is no text
_NAME = re.compile(r"[a-zA-Z][\w:-]*")


def shallow(html: str, tags: set[str]) -> str:
    """Return ``html``; if it is long, with ``tags`` only, none of them in more than DEEPEST others."""
    if html.count("<") <= LONG:
        return html
    writer = _Writer(tags)
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


class _Writer(HTMLParser):
    def __init__(self, tags):
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.path, self.open = [], Counter()
        self.unseen, self.written = "", []

    def handle_starttag(self, tag, attrs):
        if tag in _UNSEEN:
            self.unseen = tag
        if tag not in self.tags:
            return
        if tag not in _VOID and tag not in _SELF_ENDING:
            self.path.append(tag)
            self.open[tag] += 1
            if len(self.path) > DEEPEST:
                return
        said = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if _NAME.fullmatch(name))
        self.written.append(f"<{tag}{said}>")

    def handle_endtag(self, tag):
        if tag == self.unseen:
            self.unseen = ""
        if tag in self.tags and tag in _SELF_ENDING:
            self.written.append(f"</{tag}>")
        while self.open[tag]:  # with what was left open inside
            ended = self.path.pop()
            self.open[ended] -= 1
            if len(self.path) < DEEPEST:
                self.written.append(f"</{ended}>")
            if ended == tag:
                return

    def handle_data(self, data):
        if not self.unseen:
            self.written.append(escape(data, quote=False))
