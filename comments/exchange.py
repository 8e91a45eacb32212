"""What a WordPress export (WXR 1.x) or a Disqus export says, one thread or comment at a time.

Read by expat as the file comes, no tree: memory does not follow the file, and expat, unlike the tree's
parsers, can be told to refuse a document type, without which there are no entities to blow up.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from comments.models import Comment
from newsroom.fields import LONGEST_TEXT

State = Comment.State
# Why one is left out, as it is counted.
DELETED, NO_COMMENT, UNFIT = "deleted", "pingbacks and the like", "without a number or date"

_CHUNK = 65_536
_DEEPEST = 20
_ITEM, _COMMENT = "rss/channel/item", "rss/channel/item/wp:comment"
_THREAD, _POST = "disqus/thread", "disqus/post"
_WANTED = {
    _THREAD: {"link", "id", "isDeleted"},
    _POST: {"message", "createdAt", "isDeleted", "isSpam", "isApproved", "author/name", "author/email"},
    _ITEM: {"link"},
    _COMMENT: {"wp:comment_id", "wp:comment_parent", "wp:comment_type", "wp:comment_approved"}
    | {"wp:comment_date", "wp:comment_date_gmt"}
    | {"wp:comment_author", "wp:comment_author_email", "wp:comment_content"},
}
_HEAD = {"rss/channel/link", "rss/channel/wp:base_blog_url", "rss/channel/wp:wxr_version"}
_STATES = {"1": State.PUBLISHED, "0": State.HELD, "hold": State.HELD, "spam": State.SPAM}
_STATES |= dict.fromkeys(("approve", "approved"), State.PUBLISHED)


class ExportError(Exception):
    """The file is refused; ``str(error)`` is the sentence for who gave it."""


class Thread(NamedTuple):
    id: str
    addresses: tuple[str, ...]  # where it may stand, as they wrote it


class Said(NamedTuple):
    """A comment; ``state`` is one of ours, or why it is left out. ``id`` and ``parent`` name the site too."""

    id: str
    parent: str
    thread: str
    state: str
    at: str  # in UTC, as ISO 8601
    name: str
    email: str
    html: str


def read_export(file: BinaryIO) -> Iterator[Thread | Said]:
    """Yield what the export says, in its order; raises ExportError, perhaps only at the end of the file."""
    reader = _Reader()
    try:
        chunk = file.read(_CHUNK).lstrip()  # some exports begin with an empty line
        while chunk:
            reader.parser.Parse(chunk, False)
            yield from reader.found
            reader.found.clear()
            chunk = file.read(_CHUNK)
        reader.parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError) as error:
        raise ExportError(f"This file is broken XML: {error}.") from error
    if not reader.is_known:
        raise ExportError("This is neither a WordPress export (WXR 1.x) nor one of Disqus.")
    yield from reader.found


class _Reader:
    def __init__(self):
        self.found, self.is_known = [], False
        self._site, self._items = "", 0
        self._path, self._records = [], []  # open elements; open records: (path, what it says)
        self._text, self._size = [], 0
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._say

    def _start(self, name, attributes):
        self._path.append(_short(name))
        if len(self._path) > _DEEPEST:
            raise ExportError("This is no export: its elements are nested too deep.")
        path = "/".join(self._path)
        number = next((value for key, value in attributes.items() if _short(key) == "id"), "")
        if path in _WANTED:
            self._records.append((path, {"@id": number}))
        elif path in (f"{_POST}/thread", f"{_POST}/parent"):
            self._records[-1][1][f"@{self._path[-1]}"] = number
        self.is_known = self.is_known or path == "disqus"
        self._text, self._size = [], 0

    def _say(self, text):
        self._size += len(text)
        if self._size <= LONGEST_TEXT:
            self._text.append(text)

    def _end(self, _name):
        path, text = "/".join(self._path), "".join(self._text).strip()
        self._path.pop()
        if self._records and path == self._records[-1][0]:
            self._close(*self._records.pop())
        elif self._records:
            record, said = self._records[-1]
            key = path.removeprefix(f"{record}/")
            if key in _WANTED[record]:
                said.setdefault(key, text)
        elif path in _HEAD:
            self.is_known = self.is_known or path.endswith("wxr_version")
            self._site = self._site if path.endswith("wxr_version") else _bare(text)
        self._text = []

    def _close(self, path, said):
        if path == _ITEM:
            self.found.append(Thread(str(self._items), (said.get("link", ""),)))
            self._items += 1
        elif path == _COMMENT:
            self.found.append(_of_wordpress(said, str(self._items), self._site))
        elif path == _POST:
            self.found.append(_of_disqus(said))
        elif said.get("isDeleted") != "true":
            self.found.append(Thread(said["@id"], (said.get("link", ""), said.get("id", ""))))


def _refuse(*_declared):
    raise ExportError("This file declares a document type, which no export does: it is not read.")


def _short(name):
    """``wp:`` before what WordPress named, nothing before Disqus's own; foreign names stay whole."""
    space, _, local = name.rpartition(" ")
    if space.startswith("http://wordpress.org/export/1."):
        return f"wp:{local}"
    return local if space.startswith(("http://disqus.com", "https://disqus.com")) else name


def _bare(address):
    return re.sub(r"^https?://(www\.)?", "", address.lower()).rstrip("/")


def _of_wordpress(said, thread, site):
    said = {name.removeprefix("wp:comment_"): text for name, text in said.items()}
    state = _STATES.get(said.get("approved", ""), DELETED)
    if said.get("type", "") not in ("", "comment"):
        state = NO_COMMENT
    at = _moment(said.get("date_gmt", "")) or _moment(said.get("date", ""))
    number, parent = (said.get(name, "").strip("0") and f"{site}#{said[name]}" for name in ("id", "parent"))
    words = (said.get(name, "") for name in ("author", "author_email", "content"))
    return Said(number, parent, thread, state if number and at else UNFIT, at, *words)


def _of_disqus(said):
    state = State.PUBLISHED if said.get("isApproved", "true") == "true" else State.HELD
    if said.get("isDeleted") == "true":
        state = DELETED
    elif said.get("isSpam") == "true":
        state = State.SPAM
    at = _moment(said.get("createdAt", ""))
    number, parent = (said.get(name, "") and f"disqus#{said[name]}" for name in ("@id", "@parent"))
    words = (said.get(name, "") for name in ("author/name", "author/email", "message"))
    return Said(number, parent, said.get("@thread", ""), state if number and at else UNFIT, at, *words)


def _moment(text):
    """A moment in UTC, never in the future, or ""."""
    try:
        at = datetime.fromisoformat(text)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return min(at, datetime.now(UTC)).isoformat()
