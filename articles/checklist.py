"""What is looked at before readers see a story: a list to read from top to bottom.

Each check is a function from the ``Draft`` to what it finds: the field, and a sentence. An error keeps the
story from being published; a warning asks for one tick. Nothing here asks a database: ``articles.drafts``
does.
"""

import re
from dataclasses import dataclass

from articles.models import Type

LONGEST_HEADLINE = 110
ERROR, WARNING = "error", "warning"

_TK = re.compile(r"(?<!\w)(?:TK)+(?!\w)")
_PAIRS = (("“", "”"), ("«", "»"))


@dataclass(frozen=True)
class Picture:
    """A photo of the story, with the field it stands in."""

    field: str
    name: str
    alt: str
    is_decorative: bool
    credit: str
    is_expired: bool = False  # when readers would see it
    is_gone: bool = False  # it is no longer in the library


@dataclass(frozen=True)
class Draft:
    """The working text as the checks see it."""

    headline: str
    type: str
    has_section: bool
    bylines: int
    key_points: tuple[str, ...]
    sources: int
    body: str  # clean HTML
    texts: tuple[tuple[str, str], ...]  # (field, plain text) of everything that somebody typed
    pictures: tuple[Picture, ...] = ()
    untranscribed: tuple[str, ...] = ()  # titles of recordings without a transcript
    broken_links: tuple[str, ...] = ()  # to pages of this paper that readers do not find
    twin: str = ""  # when another article had the same headline, in words; "" when none had


@dataclass(frozen=True)
class Finding:
    name: str  # of the check
    level: str
    field: str
    sentence: str

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def check(draft: Draft) -> list[Finding]:
    """Return what the checks find, errors first, each in the order of the list."""
    return [
        Finding(look.__name__, level, field, sentence)
        for level, checks in ((ERROR, ERRORS), (WARNING, WARNINGS))
        for look in checks
        for field, sentence in look(draft)
    ]


def no_headline(draft):
    if not draft.headline.strip():
        yield "headline", "An article needs a headline before readers can see it."


def headline_is_too_long(draft):
    if len(draft.headline) > LONGEST_HEADLINE:
        length = len(draft.headline)
        yield "headline", f"The headline has {length} characters; it may have {LONGEST_HEADLINE}."


def no_section(draft):
    if not draft.has_section:
        yield "section", "Choose a section before readers can see the article."


def no_byline(draft):
    if not draft.bylines:
        yield "bylines", "Say who wrote it: the story has no byline."


def tk_is_left(draft):
    for field in dict.fromkeys(field for field, text in draft.texts if _TK.search(text)):
        yield field, "“TK” is left here: something is still to come."


def key_point_is_empty(draft):
    if any(not text.strip() for text in draft.key_points):
        yield "key_points", "A key point is empty: fill it, or take it out."


def image_without_alt(draft):
    for picture in draft.pictures:
        if not (picture.is_gone or picture.is_decorative or picture.alt.strip()):
            yield (
                picture.field,
                f"{picture.name} has no alternative text: say what it shows.",
            )


def image_without_credit(draft):
    for picture in draft.pictures:
        if not (picture.is_gone or picture.credit.strip()):
            yield picture.field, f"{picture.name} has no credit: say in the library whose it is."


def image_is_gone(draft):
    for picture in draft.pictures:
        if picture.is_gone:
            yield picture.field, f"{picture.name} is no longer in the library: take it out."


def image_has_expired(draft):
    for picture in draft.pictures:
        if picture.is_expired:
            yield (
                picture.field,
                f"{picture.name} may no longer be used: its licence has ended. Choose another.",
            )


def link_is_broken(draft):
    if draft.broken_links:
        yield "body", f"Readers do not find this page of ours: {', '.join(draft.broken_links)}."


def no_key_points(draft):
    if not draft.key_points:
        yield "key_points", "The story has no key points."


def headline_is_known(draft):
    if draft.twin:
        yield "headline", draft.twin


def quotation_marks_are_unbalanced(draft):
    for field, text in draft.texts:
        if said := _unbalanced(text):
            yield field, f"A quotation mark is missing its other half: {said}"


def analysis_without_source(draft):
    if draft.type == Type.ANALYSIS and not draft.sources:
        yield "sources", "An analysis says what it rests on: name at least one source."


def recording_without_transcript(draft):
    for title in draft.untranscribed:
        yield "body", f"The recording “{title}” has no transcript for those who cannot hear it."


ERRORS = (
    no_headline,
    headline_is_too_long,
    no_section,
    no_byline,
    tk_is_left,
    key_point_is_empty,
    image_without_alt,
    image_without_credit,
    image_is_gone,
    image_has_expired,
    link_is_broken,
)
WARNINGS = (
    no_key_points,
    headline_is_known,
    quotation_marks_are_unbalanced,
    analysis_without_source,
    recording_without_transcript,
)


def _unbalanced(text):
    """The beginning of the first line whose quotation marks do not match, or "".

    A quotation of several paragraphs opens each and closes only the last: a line may stay open when the
    next one opens again.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        left_open = _left_open(line)
        if left_open < 0 or (left_open > 0 and not following.startswith(("“", "«", "„", '"'))):
            return line if len(line) <= 60 else f"{line[:59].rstrip()}…"
    return ""


def _left_open(line):
    """How many quotations of a line are not closed; negative when more close than open."""
    if line.count('"') % 2:
        return 1
    if "„" in line:
        return line.count("„") - sum(line.count(mark) for mark in "“”")
    for opening, closing in _PAIRS:
        if left := line.count(opening) - line.count(closing):
            return left
    return 0
