"""Body text as Markdown (CommonMark, with the tables of GitHub): our own allow-list, and nothing else.

Every word survives, and nothing that somebody wrote turns into markup. Where stars cannot say it, tags do:
CommonMark takes them too.
"""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from django.conf import settings

from articles.figures import KEY
from articles.furniture import Library
from articles.wire import file_url

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|#]|&(?=#?\w+;)|!$")
_AT_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))", re.MULTILINE)
_ENDS = re.compile(r"((?:\\\n|<br>|[ \xa0])*)(.*?)((?:\\\n|<br>|[ \xa0])*)", re.DOTALL)
_MARKS = {"strong": "**", "em": "*"}
_HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}
_BLOCKS = {"p", "blockquote", "ul", "ol", "li", "hr", "figure", "section", "aside", *_HEADINGS}
_BLOCKS |= {"table", "tbody", "tr", "td", "th"}
_VOID = {"br", "hr", "img"}
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass
class _Element:
    tag: str
    attributes: dict
    children: list = field(default_factory=list)

    @property
    def elements(self):
        return [child for child in self.children if isinstance(child, _Element)]

    def all(self, tag):
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.all(tag)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.path = [_Element("", {})]

    def handle_starttag(self, tag, attrs):
        element = _Element(tag, dict(attrs))
        self.path[-1].children.append(element)
        if tag not in _VOID:
            self.path.append(element)

    def handle_endtag(self, tag):
        if self.path[-1].tag == tag:
            self.path.pop()

    def handle_data(self, data):
        self.path[-1].children.append(data)


def to_markdown(body: str, *, page: str, library: Library) -> str:
    """Return a clean ``body`` as Markdown, addresses absolute; ``page`` is where it stands.

    Photos and recordings come from ``library``; what is not there leaves nothing, as on the page.
    """
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return _Writer(page, library).blocks(reader.path[0].children)


def in_markdown(text: str) -> str:
    """Return plain ``text`` so that Markdown shows it as it is, on one line."""
    return _safe_at_start(_escaped(text, " ").strip(" "))


def link(text: str, url: str) -> str:
    """A link; ``text`` is Markdown already."""
    target = re.sub(r"([\\<>])", r"\\\1", url)
    return f"[{text}](<{target}>)"


@dataclass
class _Writer:
    page: str
    library: Library
    in_cell: bool = False  # of a table: all on one line

    def blocks(self, nodes) -> str:
        """Blocks with an empty line between; runs of text among them are paragraphs."""
        written, run = [], []
        for node in [*nodes, None]:
            if node is not None and not (isinstance(node, _Element) and node.tag in _BLOCKS):
                run.append(node)
                continue
            written.append(self.line(run))
            run = []
            if node is not None:
                written.append(self.block(node))
        return ("<br>" if self.in_cell else "\n\n").join(block for block in written if block)

    def block(self, node) -> str:
        if node.tag == "figure":
            return self.figure(node)
        if self.in_cell:
            return self.blocks(node.children)
        if node.tag in _HEADINGS:
            return f"{_HEADINGS[node.tag]} {self.line(node.children, line_break=' ')}"
        if node.tag in ("ul", "ol"):
            return self.items(node)
        if node.tag == "table":
            return self.table(node)
        inside = "---" if node.tag == "hr" else self.blocks(node.children)
        return _behind("> ", inside) if node.tag in ("blockquote", "aside") else inside

    def items(self, node) -> str:
        start = int(node.attributes.get("start") or 1)
        written = []
        for number, item in enumerate(node.elements, start=start):
            marker = f"{number}. " if node.tag == "ol" else "- "
            inside = self.blocks(item.children)
            written.append(marker + _behind(" " * len(marker), inside)[len(marker) :])
        return "\n".join(written)

    def table(self, node) -> str:
        writer = replace(self, in_cell=True)
        rows = [writer.row(row) for row in _rows_of(node)]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return ""
        has_head = any(cell.tag == "th" for row in _rows_of(node)[:1] for cell in row.elements)
        rows = [row + [""] * (width - len(row)) for row in (rows if has_head else [[], *rows])]
        lines = [rows[0], ["---"] * width, *rows[1:]]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def row(self, node) -> list[str]:
        """The text of its cells, and nothing for the further columns that one of them covers."""
        texts = []
        for cell in node.elements:
            texts += [self.blocks(cell.children)] + [""] * (int(cell.attributes.get("colspan") or 1) - 1)
        return texts

    def figure(self, node) -> str:
        between = "<br>" if self.in_cell else "\n\n"
        caption = next((self.line(one.children) for one in node.all("figcaption")), "")
        for image in node.all("img"):
            photo = self.library.photos.get(_key(image, "data-photo"))
            if photo is None:
                return ""
            alt = in_markdown(image.attributes.get("alt") or photo.alt)
            picture = "!" + link(alt, file_url(photo.file.name))
            return _with_words(picture, caption, in_markdown(photo.credit), between)
        for medium in (*node.all("audio"), *node.all("video")):
            recording = self.library.recordings.get(_key(medium, "data-recording"))
            if recording is None:
                return ""
            title = link(in_markdown(recording.title), file_url(recording.file.name))
            return _with_words(title, caption, in_markdown(recording.credit), between)
        return self.line(node.children)

    def line(self, nodes, *, line_break="\\\n") -> str:
        """A paragraph's text with its marks, as many lines as it has breaks."""
        text = self.inline(nodes, "<br>" if self.in_cell else line_break, ())
        return _safe_at_start(_ENDS.fullmatch(text)[2])

    def inline(self, nodes, line_break, within) -> str:
        text = ""
        for node in nodes:
            if isinstance(node, str):
                text += _escaped(node, text)
            elif node.tag == "br":
                text = text.rstrip(" ") + line_break
            else:
                inside = self.inline(node.children, line_break, (*within, node.tag))
                text += self.marked(node, inside, text) if node.tag not in within else inside
        return text

    def marked(self, node, text, before) -> str:
        """``text`` as a link or with a mark; the spaces and breaks at its ends stay outside."""
        start, words, end = _ENDS.fullmatch(text).groups()
        if not words:
            return text
        if node.tag == "a":
            words = link(words, self.address(node.attributes.get("href") or ""))
        elif node.tag in _MARKS:
            words = _with_stars(words, node.tag, before + start)
        return start + words + end

    def address(self, href):
        if href.startswith("#"):
            return self.page + href
        return settings.SITE_URL + href if href.startswith("/") else href


def _rows_of(table):
    """Its own rows, not those of a table in one of its cells."""
    groups = [table, *(child for child in table.elements if child.tag == "tbody")]
    return [row for group in groups for row in group.elements if row.tag == "tr"]


def _escaped(text, before):
    text = _SPACE.sub(" ", text)
    if before.endswith((" ", "\n")):
        text = text.lstrip(" ")
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _safe_at_start(text):
    """No line may begin like an item of a list, or like the line under a heading."""
    return _AT_START.sub(lambda found: found[0] + "\\", text)


def _with_stars(words, tag, before):
    """Stars only where they cannot be mistaken: between letters, and not beside other stars."""
    if words[0].isalnum() and words[-1].isalnum() and not before.endswith("*"):
        return f"{_MARKS[tag]}{words}{_MARKS[tag]}"
    return f"<{tag}>{words}</{tag}>"


def _behind(prefix, text):
    return "\n".join(
        f"{prefix}{line}".rstrip(" ") if line else prefix.rstrip(" ") for line in text.split("\n")
    )


def _with_words(first, caption, credit, between):
    words = " — ".join(part for part in (caption, credit) if part)
    return f"{first}{between}{words}" if words else first


def _key(element, name):
    key = element.attributes.get(name) or ""
    return int(key) if KEY.fullmatch(key) else None
