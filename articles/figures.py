"""What stands between the paragraphs of a body, as it is stored: no address of a file, no class, no size.

    <figure><img data-photo="12" alt="…"><figcaption>…</figcaption></figure>        a photo of the library
    <figure><audio data-recording="3"></audio><figcaption>…</figcaption></figure>   or video
    <section> 2 to 12 photos, each as above </section>                              a gallery
    <figure><a href="https://…">Title</a></figure>                                  a link card
    <aside><p>…</p></aside>                                                         a pull quote

``alt`` and caption belong to this one use. Captions hold text with marks only.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

MOST_IN_GALLERY = 12
LONGEST_ALT = 400
MEDIA = {"img": "data-photo", "audio": "data-recording", "video": "data-recording"}
KEY = re.compile(r"[1-9][0-9]{0,17}")  # longer numbers are an error to SQLite
WEB_ADDRESS = re.compile(r"https?://[^/?#\s\\]+[^\s]*", re.IGNORECASE)

_MEDIUM = r"<(?P<tag>img|audio|video)(?P<attributes> [^<>]*)>(?:</(?:audio|video)>)?"
FIGURE = re.compile(
    rf"<figure>(?:{_MEDIUM}|(?P<link><a [^<>]*>)(?P<title>.*?)</a>)"
    r"(?:<figcaption>(?P<caption>.*?)</figcaption>)?</figure>",
    re.DOTALL,
)
_FURNITURE = re.compile(r"<(figure|aside|section)>.*?</\1>", re.DOTALL)
_ROW = re.compile(r"(?:<figure><img (?:(?!</figure>).)*</figure>){2,}", re.DOTALL)
_ONE = re.compile(r"<figure>.*?</figure>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Figure:
    """One figure of a clean body; texts are plain but for ``caption`` and ``title``, which are clean HTML."""

    kind: str  # "photo", "audio", "video" or "card"
    key: int | None
    alt: str
    caption: str
    title: str
    href: str


def figures_in(body: str) -> list[Figure]:
    """Return the figures of a clean ``body`` in order, those of galleries too."""
    return [figure_of(found) for found in FIGURE.finditer(body)]


def figure_of(found: re.Match) -> Figure:
    """Return what FIGURE has found as a Figure."""
    said = dict(_ATTRIBUTE.findall(found["attributes"] or found["link"]))
    kind = {"img": "photo", None: "card"}.get(found["tag"], found["tag"])
    key = said.get(MEDIA.get(found["tag"], ""))
    return Figure(
        kind=kind,
        key=int(key) if key else None,
        alt=unescape(said.get("alt", "")),
        caption=found["caption"] or "",
        title=found["title"] or "",
        href=unescape(said.get("href", "")),
    )


def photos_in(body: str) -> set[int]:
    """Return the keys of the photos that a clean ``body`` names."""
    return {figure.key for figure in figures_in(body) if figure.kind == "photo"}


def recordings_in(body: str) -> set[int]:
    """Return the keys of the recordings that a clean ``body`` names."""
    return {figure.key for figure in figures_in(body) if figure.kind in ("audio", "video")}


def without_figures(body: str, is_gone: Callable[[Figure], bool]) -> str:
    """Return ``body`` without the figures of which ``is_gone`` holds; clean it after that."""
    return FIGURE.sub(lambda found: "" if is_gone(figure_of(found)) else found[0], body)


def without_furniture(body: str) -> str:
    """Return the running text of a clean ``body``."""
    return _FURNITURE.sub("", body)


# Reading them out of any markup: ``element`` comes from ``articles.paste``, ``line`` makes text of nodes.


def is_medium(element) -> bool:
    """Whether an element stands for something of the library."""
    name = MEDIA.get(element.tag)
    return bool(name and KEY.fullmatch((element.attributes.get(name) or "").strip()))


def written_figure(element, line: Callable) -> str:
    """Return a figure, or a medium that stands alone, as it is stored; "" for one that is none of ours."""
    media = [element] if is_medium(element) else [one for one in _all_in(element) if is_medium(one)]
    if not media:
        return _written_card(element, line)
    captions = [one for one in _all_in(element) if one.tag == "figcaption"]
    caption = " ".join(line(_inline(captions[0])).split()) if captions else ""
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    *others, last = media
    return "".join(f"<figure>{_written_medium(one)}</figure>" for one in others) + (
        f"<figure>{_written_medium(last)}{caption}</figure>"
    )


def _written_card(element, line):
    """A figure that holds one link with words and nothing else."""
    inside = [child for child in element.children if not isinstance(child, str) or child.strip()]
    if element.tag != "figure" or len(inside) != 1 or isinstance(inside[0], str) or inside[0].tag != "a":
        return ""
    link = inside[0]
    title = " ".join(re.sub(r"<[^<>]*>", "", line(_inline(link))).split())
    address = (link.attributes.get("href") or "").strip()
    if not title or not WEB_ADDRESS.fullmatch(address):
        return ""
    return f'<figure><a href="{escape(address)}" rel="noopener">{title}</a></figure>'


def written_pull_quote(element, line: Callable) -> str:
    """Return a bare ``aside`` that holds paragraphs of text only as it is stored; "" for any other."""
    inside = [child for child in element.children if not isinstance(child, str) or child.strip()]
    if element.attributes or not inside:
        return ""
    if any(isinstance(child, str) or child.tag != "p" or child.has_blocks for child in inside):
        return ""
    texts = [line(child.children).strip() for child in inside]
    return f"<aside>{''.join(f'<p>{text}</p>' for text in texts if text)}</aside>"


def in_rows(blocks: str) -> str:
    """Return ``blocks`` (as stored) with photos that follow each other as galleries, as large as may be."""
    return _ROW.sub(lambda run: "".join(_galleries(_ONE.findall(run[0]))), blocks)


def _galleries(figures):
    for start in range(0, len(figures), MOST_IN_GALLERY):
        row = "".join(figures[start : start + MOST_IN_GALLERY])
        yield row if start + 1 == len(figures) else f"<section>{row}</section>"


def _written_medium(element):
    name = MEDIA[element.tag]
    key = element.attributes[name].strip()
    if element.tag != "img":
        return f'<{element.tag} {name}="{key}"></{element.tag}>'
    alt = " ".join(re.sub("[<>]", " ", element.attributes.get("alt") or "").split())
    return f'<img {name}="{key}" alt="{escape(alt[:LONGEST_ALT].strip())}">'


def _all_in(element) -> Iterator:
    for child in element.children:
        if not isinstance(child, str):
            yield child
            yield from _all_in(child)


def _inline(element):
    """The text and marks inside; what blocks hold is parted by spaces, line breaks are spaces too."""
    found = []
    for child in element.children:
        if isinstance(child, str) or not (child.has_blocks or child.tag in ("p", "div", "br")):
            found.append(child)
        else:
            found += [" ", *_inline(child), " "]
    return found
