"""The rules of feeds: RSS 2.0 as the RSS Advisory Board's profile asks for it, Atom by RFC 4287.

Each function takes the bytes of a feed and the address it was read from, and returns the sentences of what is
wrong in it.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} [+-][0-9]{4}")
_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})")
_RELATIVE = re.compile(r"\s(?:href|src|srcset|poster)=\"(?!https?://|mailto:)")
CHANNEL = ("title", "link", "description", "language", "lastBuildDate", f"{ATOM}link", "item")
ITEM = (
    *("title", "link", "description", "category", "guid", "pubDate"),
    *(f"{DC}creator", f"{ATOM}link", f"{MEDIA}content", f"{CONTENT}encoded"),
)


def rss_faults(content: bytes, address: str) -> list[str]:
    root = ElementTree.fromstring(content)  # noqa: S314 - what we have just written ourselves
    if root.tag != "rss" or root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        return ["It is no RSS 2.0 with one channel."]
    channel = root[0]
    faults = _required(channel, ("title", "link", "description"), "channel")
    faults += _order(channel, CHANNEL)
    faults += [f"{tag} stands twice" for tag in CHANNEL[:5] if len(channel.findall(tag)) > 1]
    selves = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [(link.get("href"), link.get("type")) for link in selves] != [(address, "application/rss+xml")]:
        faults.append("The self link is not the address.")
    faults += _dates_822(channel, "lastBuildDate")
    items = channel.findall("item")
    for item in items:
        faults += _required(item, ("title", "link", "description", "guid", "pubDate"), "item")
        faults += _order(item, ITEM)
        faults += _dates_822(item, "pubDate")
        faults += _not_whole(item.findtext("link") or "", "link")
        faults += _markup_faults(item.findtext(f"{CONTENT}encoded") or "")
        faults += _markup_faults(item.findtext("description") or "")
        if item.find("guid") is not None and item.find("guid").get("isPermaLink") != "false":
            faults.append("A guid that is no address must say so.")
        if len(item.findall("enclosure")) > 1:
            faults.append("More than one enclosure.")
        faults += _media_faults(item)
    faults += _repeated([item.findtext("guid") for item in items], "guid")
    newest = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    if newest != sorted(newest, reverse=True):
        faults.append("The newest does not stand first.")
    return faults


def atom_faults(content: bytes, address: str) -> list[str]:
    feed = ElementTree.fromstring(content)  # noqa: S314 - what we have just written ourselves
    if feed.tag != f"{ATOM}feed":
        return ["It is no Atom feed."]
    faults = _once(feed, ("id", "title", "updated"), "feed")
    entries = feed.findall(f"{ATOM}entry")
    links = {link.get("rel", "alternate"): link for link in feed.findall(f"{ATOM}link")}
    if links.get("self") is None or links["self"].get("href") != address:
        faults.append("The self link is not the address.")
    if links.get("alternate") is None:
        faults.append("No page is named.")
    has_author = feed.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in entries:
        faults += _once(entry, ("id", "title", "updated"), "entry")
        if not has_author and entry.find(f"{ATOM}author") is None:
            faults.append("An entry without an author.")
        faults += _entry_faults(entry)
        faults += _media_faults(entry)
    faults += _repeated([entry.findtext(f"{ATOM}id") for entry in entries], "id")
    for moment in _moments(feed):
        if not _3339.fullmatch(moment) or datetime.fromisoformat(moment).tzinfo is None:
            faults.append(f"{moment} is no date by RFC 3339")
    return faults


def _entry_faults(entry):
    faults = []
    alternates = [
        link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
    ]
    if len(alternates) != 1:
        faults.append("An entry has one page.")
    for link in entry.findall(f"{ATOM}link"):
        faults += _not_whole(link.get("href") or "", "link")
    for uri in entry.findall(f"{ATOM}author/{ATOM}uri"):
        faults += _not_whole(uri.text or "", "uri")
    for tag in ("summary", "content", "published"):
        if len(entry.findall(f"{ATOM}{tag}")) > 1:
            faults.append(f"{tag} stands twice")
    content = entry.find(f"{ATOM}content")
    if content is not None and content.get("type") != "html":
        faults.append("The content is not said to be HTML.")
    if any(not category.get("term") for category in entry.findall(f"{ATOM}category")):
        faults.append("A category without a term.")
    return faults + _markup_faults(content.text if content is not None else "")


def _moments(feed):
    return [node.text for tag in ("updated", "published") for node in feed.iter(f"{ATOM}{tag}")]


def _required(parent, tags, name):
    return [f"A {name} has no {tag}" for tag in tags if not (parent.findtext(tag) or "").strip()]


def _once(parent, tags, name):
    return [
        f"A {name} has not one {tag}"
        for tag in tags
        if len(found := parent.findall(f"{ATOM}{tag}")) != 1 or not (found[0].text or "").strip()
    ]


def _order(parent, known):
    tags = [child.tag for child in parent]
    faults = [f"{tag} is unknown here" for tag in tags if tag not in known]
    places = [known.index(tag) for tag in tags if tag in known]
    return faults + ([] if places == sorted(places) else [f"out of order: {tags}"])


def _dates_822(parent, tag):
    text = parent.findtext(tag) or ""
    if not _822.fullmatch(text) or f"{parsedate_to_datetime(text):%a}" != text[:3]:
        return [f"{tag} {text!r} is no date by RFC 822"]
    return []


def _not_whole(address, name):
    parts = urlsplit(address)
    return [] if parts.scheme in ("http", "https") and parts.netloc else [f"{name} {address!r} is not whole"]


def _markup_faults(html):
    faults = [f"a relative address: {html[f.start() : f.end() + 40]!r}" for f in _RELATIVE.finditer(html)]
    return faults + [
        f"{word} in the text" for word in ("<script", "<iframe", "style=") if word in html.lower()
    ]


def _media_faults(item):
    faults = []
    for media in item.findall(f"{MEDIA}content"):
        faults += _not_whole(media.get("url") or "", "media")
        if not (media.get("width", "").isdecimal() and media.get("height", "").isdecimal()):
            faults.append("A picture without its size.")
        if not (media.get("type") or "").startswith("image/"):
            faults.append("A picture without its type.")
    return faults


def _repeated(values, name):
    return [] if len(values) == len(set(values)) else [f"a {name} stands twice"]
