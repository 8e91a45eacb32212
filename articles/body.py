"""The body text of a story: the one allow-list for every way in, and what can be read out of it.

The editor in the browser, ``clean_body`` on the server and whoever imports text all take their rules from
``BODY_EXTENSIONS``, so that nothing can be written that is not kept, and nothing kept that cannot be edited.
"""

import re
from functools import lru_cache
from html import unescape

import nh3
from django_prose_editor.config import allowlist_from_extensions

from articles.figures import KEY
from articles.paste import FOREIGN_TAGS, in_our_words
from articles.shallow import shallow
from newsroom.fields import without_unseen

LINK_SCHEMES = ("http", "https", "mailto")
BODY_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "HorizontalRule": True,
    "Link": {
        "enableTarget": False,
        "protocols": list(LINK_SCHEMES),
        "defaultProtocol": "https",
        "openOnClick": False,
        "HTMLAttributes": {"target": None, "rel": None, "class": None},
    },
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    # Ours (articles/static/articles/furniture.js; see articles.figures).
    "Photo": True,
    "Gallery": True,
    "Recording": True,
    "PullQuote": True,
    "LinkCard": True,
}

_ADDRESS = re.compile(
    r"https?://[^/?#\s\\]+[^\s]*|mailto:[^\s@]+@[^\s]+|/(?![/\\])[^\s]*|#[^\s]*", re.IGNORECASE
)
_FIT = {
    ("a", "href"): _ADDRESS,
    ("a", "rel"): re.compile(r"(noopener|nofollow|sponsored|ugc)( (nofollow|sponsored|ugc))*"),
    ("a", "title"): re.compile(r"[^<>]{1,200}"),
    ("ol", "start"): re.compile(r"[1-9][0-9]{0,3}"),
    ("ol", "type"): re.compile(r"[1aAiI]"),
    ("img", "data-photo"): KEY,
    ("img", "alt"): re.compile(r"[^<>]{0,400}"),
    ("audio", "data-recording"): KEY,
    ("video", "data-recording"): KEY,
    ("td", "colspan"): re.compile(r"[1-9][0-9]?"),
    ("td", "rowspan"): re.compile(r"[1-9][0-9]{0,2}"),
}
_FIT |= {("th", name): _FIT["td", name] for name in ("colspan", "rowspan")}
_EMPTY = re.compile(
    r"<(p|h[2-4]|blockquote|ul|ol|li|table|tbody|tr|aside|section|figure|figcaption)(?: [^<>]*)?>"
    r"(?:\s|\xa0|&nbsp;|<br>)*</\1>"
)
_HOLLOW = re.compile(r"<(strong|em|a)(?: [^<>]*)?>((?:\s|&nbsp;)*)</\1>")
_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|blockquote|td|th|tr|figcaption|figure)>|<br>|<hr>")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+(?:['\u2019.,:/@&-]\w+)*")


def clean_body(html: str) -> str:
    """Return ``html`` as body text of ours: only what BODY_EXTENSIONS allow, foreign habits translated.

    Cleaning twice changes nothing more. An empty text is "".
    """
    for _ in range(6):
        cleaned = _clean_once(html)
        if cleaned == html:
            break
        html = cleaned
    return html


def _clean_once(html):
    html = _foreign().clean(shallow(without_unseen(html), _foreign_tags()))
    html = in_our_words(without_unseen(html))  # what entities had hidden is seen only now
    html = _ours().clean(html)
    while (less := _HOLLOW.sub(r"\2", _EMPTY.sub("", html))) != html:
        html = less
    return html.strip()


@lru_cache
def _foreign_tags():
    return allowlist_from_extensions(BODY_EXTENSIONS)["tags"] | FOREIGN_TAGS


@lru_cache
def _foreign():
    """The cleaner of the first pass: balances what came, drops what is dangerous, keeps hints of meaning."""
    rules = allowlist_from_extensions(BODY_EXTENSIONS)
    hints = {tag: {"style"} for tag in ("b", "i", "strong", "em", "span")} | {"p": {"class"}}
    hints["iframe"] = {"src", "width", "height"}
    hints["aside"] = {"class", "id", "role"}  # a foreign one, and no pull quote of ours
    return nh3.Cleaner(
        tags=_foreign_tags(),
        attributes=rules["attributes"] | hints,
        link_rel=None,
        url_schemes=set(LINK_SCHEMES),
        filter_style_properties={"font-weight", "font-style", "mso-list"},
    )


@lru_cache
def _ours():
    return nh3.Cleaner(**allowlist_from_extensions(BODY_EXTENSIONS), attribute_filter=_fit_attribute)


def _fit_attribute(tag, name, value):
    rule = _FIT.get((tag, name))
    value = value.strip()
    return value if rule and rule.fullmatch(value) else None


def plain_text(html: str) -> str:
    """Return the text of a clean body: a line a paragraph, list item or cell, without markup."""
    text = unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def word_count(html: str) -> int:
    """Return how many words a clean body has, as a reader counts them: "don't" and "1,000" are one each."""
    return len(_WORD.findall(plain_text(html)))
