"""Foreign HTML (Word, Google Docs, web pages, old systems) said in the words of our own body text.

``in_our_words`` gives paragraphs where there were only ``div`` and line breaks, ``strong`` and ``em`` where
there was bold and italic, lists where Word had paragraphs with a bullet in front. It is no sanitiser: what
it returns goes through the allow-list after it.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from articles.embeds import linked
from articles.figures import in_rows, is_medium, written_figure, written_pull_quote

_SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_TEXT_BLOCKS = {"p", "h2", "h3", "h4"}  # hold text only
_LISTS = {"ul": "li", "ol": "li", "table": "tr", "tr": "td"}  # hold nothing but such rows
_LOOSE = {"li", "td", "th"}  # hold text or blocks
_WALLS = {"div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "hr"}
_WALLS |= {"address", "pre", "dl", "dt", "dd", "caption", "center", "thead", "tbody", "tfoot", "blockquote"}
_BLOCKS = _TEXT_BLOCKS | set(_LISTS) | _LOOSE | _WALLS
_ATTRIBUTES = {
    "a": ("href", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start", "type"),
}
FOREIGN_TAGS = (_WALLS - {"hr"}) | set(_SAME) | {"span", "iframe"}  # read here, never written
_HOLDERS = set(_LISTS) | _LOOSE | {"blockquote"}  # hold text; anything else stands after them
_VOID = ("br", "hr", "img")
_SPOKEN_RELS = {"nofollow", "sponsored", "ugc"}  # what an editor may say of a link
_DEEPEST = 40  # elements inside each other; deeper ones are taken for their text
_SPACE = " \t\n\r\f"


def in_our_words(html: str) -> str:
    """Return balanced markup for ``html`` (any markup without scripts), foreign habits translated."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    _lift(reader.top)
    return _blocks(reader.top.children, ())


@dataclass
class _Element:
    tag: str
    attributes: dict
    children: list = field(default_factory=list)
    has_blocks: bool = False  # somewhere inside

    @property
    def style(self):
        return (self.attributes.get("style") or "").replace(" ", "").lower()


class _Reader(HTMLParser):
    """Reads markup into a tree of elements and strings."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.top = _Element("", {})
        self.path = [self.top]

    def handle_starttag(self, tag, attrs):
        element = _Element(_SAME.get(tag, tag), dict(attrs))
        if len(self.path) > _DEEPEST and tag != "br":
            return
        if tag == "iframe":
            self._read_frame(element)
            return
        self.path[-1].children.append(element)
        if element.tag in _BLOCKS or is_medium(element):
            for above in self.path:
                above.has_blocks = True
        if tag not in _VOID:
            self.path.append(element)

    def _read_frame(self, frame):
        """Put a card that leads to what it shows in its place; what stands inside is for old browsers."""
        if found := linked(frame.attributes):
            address, host = found
            card = _Element("figure", {}, [_Element("a", {"href": address}, [host])])
            self.path[-1].children.append(card)
            for above in self.path:
                above.has_blocks = True
        self.path.append(frame)

    def handle_endtag(self, tag):
        name = _SAME.get(tag, tag)
        for place in range(len(self.path) - 1, 0, -1):
            if self.path[place].tag == name:
                del self.path[place:]
                return

    def handle_data(self, data):
        self.path[-1].children.append(data)


def _lift(element, found=None):
    """Take what stands between paragraphs out of lists, tables and quotes; ``found`` is what is taken out."""
    kept = []
    for child in element.children:
        if not isinstance(child, _Element):
            kept.append(child)
        elif found is not None and _furniture(child):
            found.append(child)
            kept.append(" ")
        elif found is None and child.tag in _HOLDERS:
            lifted = []
            _lift(child, lifted)
            kept += [child, *lifted]
        else:
            _lift(child, found)
            kept.append(child)
    element.children = kept


def _furniture(element):
    """A figure or pull quote as it is stored, "" for what is none."""
    if element.tag == "aside":
        return written_pull_quote(element, _plain_line)
    return written_figure(element, _plain_line) if element.tag == "figure" or is_medium(element) else ""


def _plain_line(nodes):
    return _line(nodes, ())


def _blocks(nodes, marks):
    """Return ``nodes`` as blocks: bare text between them becomes paragraphs, a Word list a list."""
    out, run, word_items = [], [], []

    def end_run():
        text = _line(run, marks)
        if text.strip(_SPACE):
            out.append(f"<p>{text}</p>")
        run.clear()

    def end_word_list():
        if word_items:
            kind = "ol" if word_items[0][0] else "ul"
            out.append(f"<{kind}>" + "".join(f"<li>{text}</li>" for _, text in word_items) + f"</{kind}>")
            word_items.clear()

    for node in nodes:
        if not _is_block(node):
            if word_items and not isinstance(node, _Element) and not node.strip(_SPACE):
                continue
            end_word_list()
            run.append(node)
            continue
        end_run()
        if _is_word_item(node):
            item = _word_item(node, marks)
            if word_items and word_items[0][0] != item[0]:
                end_word_list()
            word_items.append(item)
        else:
            end_word_list()
            out.append(_block(node, marks))
    end_run()
    end_word_list()
    return "".join(out)


def _is_block(node):
    return isinstance(node, _Element) and (node.tag in _BLOCKS or node.has_blocks or is_medium(node))


def _block(element, marks):
    tag = element.tag
    if tag == "hr":
        return "<hr>"
    if tag in _LISTS:
        rows = "".join(_row(child, _LISTS[tag], marks) for child in _rows(element))
        return f"<{tag}{_written(element)}>{rows}</{tag}>"
    if furniture := _furniture(element):
        return furniture
    if tag in _TEXT_BLOCKS and not element.has_blocks:
        return f"<{tag}>{_line(element.children, marks)}</{tag}>"
    inside = _blocks(element.children, marks + tuple(m for m in _marks(element) if m not in marks))
    if tag == "section":
        return in_rows(inside)
    return f"<blockquote>{inside}</blockquote>" if tag == "blockquote" else inside


def _rows(element):
    """Return what stands in a list, table or row; whoever groups rows (thead, tbody) is looked through."""
    for child in element.children:
        if isinstance(child, _Element) and child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)
        elif isinstance(child, _Element) or child.strip(_SPACE):
            yield child


def _row(node, tag, marks):
    if not isinstance(node, _Element) or node.tag not in {tag, "th" if tag == "td" else tag}:
        node = _Element(tag, {}, [node], _is_block(node))  # bare text, or what has no place here
    if node.tag == "tr":
        return "<tr>" + "".join(_row(cell, "td", marks) for cell in _rows(node)) + "</tr>"
    inside = _blocks(node.children, marks) if node.has_blocks else _line(node.children, marks)
    return f"<{node.tag}{_written(node)}>{inside}</{node.tag}>"


def _line(nodes, marks):
    """Return ``nodes`` as text with marks; ``marks`` are those that stand around all of it."""
    text = "".join(_text(node, marks) for node in nodes)
    if not text.strip(_SPACE):
        return text
    return "".join(f"<{mark}>" for mark in marks) + text + "".join(f"</{mark}>" for mark in reversed(marks))


def _text(node, under_way):
    if not isinstance(node, _Element):
        return escape(node, quote=False)
    if node.tag == "br":
        return "<br>"
    marks = [mark for mark in _marks(node) if mark not in under_way]
    text = "".join(_text(child, (*under_way, *marks)) for child in node.children)
    for mark in reversed(marks):
        text = f"<{mark}{_written(node)}>{text}</{mark}>"
    return text


def _written(element):
    values = {name: element.attributes.get(name) for name in _ATTRIBUTES.get(element.tag, ())}
    if element.tag == "a":
        values["rel"] = _rel(element)
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)


def _rel(link):
    spoken = _SPOKEN_RELS & set((link.attributes.get("rel") or "").lower().split())
    is_outside = (link.attributes.get("href") or "").lower().startswith("http")
    return " ".join((["noopener"] if is_outside else []) + sorted(spoken))


def _marks(element):
    """Return the marks that a foreign inline element really means."""
    if element.tag == "a":
        return ["a"] if element.attributes.get("href") else []
    marks = []
    is_plain = re.search(r"font-weight:(normal|[1-5]00)", element.style)
    if re.search(r"font-weight:(bold|[6-9]00)", element.style) or (element.tag == "strong" and not is_plain):
        marks.append("strong")
    if "font-style:italic" in element.style or (
        element.tag == "em" and "font-style:normal" not in element.style
    ):
        marks.append("em")
    return marks if element.tag in ("span", "strong", "em") else []


def _is_word_item(element):
    return element.tag == "p" and (element.attributes.get("class") or "").startswith("MsoListParagraph")


def _word_item(paragraph, marks):
    """Return (is it numbered, its text); Word writes the bullet or number into a span to be ignored."""
    bullets = [node for node in paragraph.children if _is_bullet(node)]
    is_numbered = any(re.match(r"\(?\w{1,4}[.)]", _line([b], ()).strip(_SPACE)) for b in bullets)
    text = _line([node for node in paragraph.children if not _is_bullet(node)], marks)
    return is_numbered, text.strip(_SPACE)


def _is_bullet(node):
    return isinstance(node, _Element) and (
        "mso-list:ignore" in node.style
        or (node.tag == "span" and any(_is_bullet(child) for child in node.children))
    )
