"""What a page or a mail says that no catalogue could translate, while the fixture ``bracketed`` is in use."""

import re
from html.parser import HTMLParser

SPOKEN = ("title", "aria-label", "alt", "placeholder")
_TRANSLATED = re.compile("⟦[^⟦⟧]*⟧")


class _Reader(HTMLParser):
    """The texts of a page that a person meets."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "code")
        self.texts += [value for name, value in attrs if value and name in SPOKEN]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "code")

    def handle_data(self, text):
        if not self.silent:
            self.texts.append(text)


def left_over(text):
    """``text`` without what gettext was asked for."""
    while _TRANSLATED.search(text):  # one may stand in another
        text = _TRANSLATED.sub("", text)
    return text


def untranslated(page, as_it_is):
    """The texts of the HTML ``page`` with a word in no brackets, once ``as_it_is`` is taken out."""
    reader = _Reader()
    reader.feed(left_over(page))
    left = [as_it_is.sub("", text.strip()).strip() for text in reader.texts]
    return [text for text in left if re.search("[A-Za-z]{2}", text)]
