"""A body as the list of its blocks, and what differs between two of them."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from articles.diffing import MOST_WORDS, Pieces, opcodes, text_diff

MOST_WORDS_IN_ALL = 20_000  # looked at singly in one comparison; blocks beyond it differ as wholes
MOST_PAIRED = 2_500  # of pairs tried when several blocks in a row were rewritten
ALIKE = 0.4  # share of words in common from which on a block is the other one, rewritten

_KINDS = {
    "p": "", "h2": "Heading", "h3": "Heading", "h4": "Heading", "li": "List item", "td": "Table cell",
    "th": "Table heading", "figcaption": "Caption", "pre": "", "summary": "", "dt": "", "dd": "",
}  # fmt: skip
_ALONE = {"hr": "Line across", "img": "Picture", "audio": "Audio", "video": "Video", "section": "Gallery"}
_AROUND = {"blockquote": "Quote", "aside": "Pull quote", "figure": "Link card"}  # a picture is said by itself


@dataclass(frozen=True)
class Block:
    kind: str  # how a reader would call it, "" for a paragraph
    text: str
    markup: tuple = field(repr=False)  # each tag inside, with its attributes and the place it stands at

    @property
    def links(self) -> list[str]:
        return [address for _, tag, attributes in self.markup for name, address in attributes
                if (tag, name) == ("a", "href") and address]  # fmt: skip


@dataclass(frozen=True)
class BlockChange:
    """One block as it differs: "same", "gone", "new", "changed" (words) or "markup" (only that)."""

    op: str
    kind: str
    pieces: Pieces
    was_kind: str = ""
    links_gone: list[str] = field(default_factory=list)
    links_new: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """Blocks that follow each other; folded ones are the same in both texts."""

    is_folded: bool
    blocks: list[BlockChange]


def blocks_of(html: str, names: dict | None = None) -> list[Block]:
    """Return the blocks of a clean body in order; nothing that has no block around it is lost.

    ``names`` are those of a snapshot: what its photos and recordings are called.
    """
    reader = _Reader(names or {})
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.blocks


def blocks_diff(
    before_html: str, after_html: str, *, names: tuple[dict, dict] = ({}, {})
) -> list[BlockChange]:
    """Return both bodies as one list of blocks, each as it differs, in bounded time; ``names`` as above."""
    old, new = blocks_of(before_html, names[0]), blocks_of(after_html, names[1])
    found, words_left = [], MOST_WORDS_IN_ALL
    for op, i, j, k, m in opcodes(old, new):
        if op == "equal":
            found += [BlockChange("same", block.kind, [("same", block.text)]) for block in old[i:j]]
            continue
        for before, after in _paired(old[i:j], new[k:m]):
            words = len(before.text.split()) + len(after.text.split()) if before and after else 0
            is_fine = words <= min(words_left, MOST_WORDS)
            words_left -= words if is_fine else 0
            found.append(_change(before, after, is_fine=is_fine))
    return found


def folded(changes: list[BlockChange]) -> list[Run]:
    """Return ``changes`` in runs: what stayed is folded, but for the blocks beside a change."""
    stays = [change.op == "same" for change in changes]
    runs = []
    for place, change in enumerate(changes):
        is_folded = all(stays[max(0, place - 1) : place + 2])
        if not runs or runs[-1].is_folded != is_folded:
            runs.append(Run(is_folded, []))
        runs[-1].blocks.append(change)
    return runs


def _change(before, after, *, is_fine):
    if before is None:
        return BlockChange("new", after.kind, [("new", after.text)])
    if after is None:
        return BlockChange("gone", before.kind, [("gone", before.text)])
    if before.text == after.text:
        op, pieces = "markup", [("same", after.text)]
    elif is_fine:
        op, pieces = "changed", text_diff(before.text, after.text)
    else:
        op, pieces = "changed", [("gone", before.text), ("new", after.text)]
    gone, new = Counter(before.links), Counter(after.links)
    return BlockChange(
        op,
        after.kind,
        pieces,
        was_kind=(before.kind or "Paragraph") if before.kind != after.kind else "",
        links_gone=list(gone - new),
        links_new=list(new - gone),
    )


def _paired(old, new):
    """Which of several new blocks is which old one rewritten, in order; None where there is none."""
    if len(old) * len(new) > MOST_PAIRED:
        return [(block, None) for block in old] + [(None, block) for block in new]
    bags = [Counter(block.text.split()) for block in old]
    pairs, fresh, start = [], [], 0
    for after in new:
        bag = Counter(after.text.split())
        likeness = [_likeness(bags[place], bag) for place in range(start, len(old))]
        best = max(likeness, default=0)
        if best < ALIKE:
            fresh.append((None, after))
            continue
        found = start + likeness.index(best)
        pairs += [*((block, None) for block in old[start:found]), *fresh, (old[found], after)]
        start, fresh = found + 1, []
    return pairs + [(block, None) for block in old[start:]] + fresh


def _likeness(left, right):
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1


class _Reader(HTMLParser):
    def __init__(self, names):
        super().__init__(convert_charrefs=True)
        self.names = names
        self.blocks, self.around = [], []
        self.kind, self.text, self.markup = None, [], []
        self.place = 0  # in the block, counted in letters and signs

    def handle_starttag(self, tag, attributes):
        if tag in _ALONE:
            self.end_block()
            self.blocks.append(
                Block(_ALONE[tag], self.called(dict(attributes)), ((0, tag, tuple(attributes)),))
            )
        elif tag in _AROUND:
            self.end_block()
            self.around.append(tag)
            self.markup.append((0, tag, tuple(attributes)))
        elif tag in _KINDS and not (tag == "p" and self.kind is not None and not self.place):
            self.end_block()
            self.kind = tag
        elif tag == "br":
            self.text.append("\n")
        else:
            self.markup.append((self.place, tag, tuple(attributes)))

    def handle_endtag(self, tag):
        if tag in _KINDS or tag in _AROUND:
            self.end_block()
        if self.around and tag == self.around[-1]:
            self.around.pop()
            self.markup = []

    def handle_data(self, data):
        self.text.append(data)
        self.place += sum(map(len, data.split()))

    def called(self, said):
        """What a picture or recording is called, and what is said of it in this place."""
        words = [said.get("alt")]
        for kind in ("photo", "recording"):
            if key := said.get(f"data-{kind}"):
                words.insert(0, self.names.get(f"{kind}s", {}).get(key, f"No. {key}"))
        return " · ".join(filter(None, words))

    def end_block(self):
        text = self._written()
        if text:
            outer = _AROUND[self.around[-1]] if self.around else ""
            kind = _KINDS.get(self.kind or "p") or outer
            level = ((0, self.kind or "p", ()),)
            self.blocks.append(Block(kind, text, (*level, *self.markup)))
            self.markup = []
        self.kind, self.text, self.place = None, [], 0

    def _written(self):
        lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
        return "\n".join(line for line in lines if line)
