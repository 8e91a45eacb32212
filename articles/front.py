"""The fronts: what stands where, and nothing twice.

What the desk placed comes first, the newest fill the rest: the lead, the second tier, the river, and on the
front page a block for each section.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from articles.cursors import Stretch, cut_stretch
from articles.models import FrontSlot, MostRead, Release, ReleaseByline, Section, Type
from articles.placed import ROOM, Place, Placed, cards, find_placed

TIER = ROOM[Place.SECOND]  # stories beside the lead
RIVER = 6  # at most; an even number, for its two columns, and no more than half of what the tier leaves
BLOCK = 4  # stories in a section's block
READ = 5  # of the most read of the week


@dataclass(frozen=True)
class Block:
    section: Section
    releases: list[Release]


@dataclass(frozen=True)
class Front:
    lead: Release | None
    tier: list[Release]
    river: list[Release]
    blocks: list[Block]
    sections: list[Section]
    placed: Placed
    most_read: list[Release]


@dataclass(frozen=True)
class SectionFront:
    stretch: Stretch
    placed: Placed


def make_front(*, at: datetime | None = None, slots: Sequence[FrontSlot] | None = None) -> Front:
    """Lay out the front page in five queries, however many sections and stories there are.

    ``at``: as readers will see it then. ``slots``: with these instead of the stored ones.
    """
    placed = find_placed(at=at, slots=slots)
    newest = list(_others(cards(at).for_front(), placed)[: 1 + TIER + 2 * RIVER])
    lead = next(iter(placed.lead), None)
    lead = lead or next((release for release in newest if release.type != Type.SPONSORED), None)
    rest = [release for release in newest if release is not lead]
    room = TIER - len(placed.second)
    tier, rest = [*placed.second, *rest[:room]], rest[room:]
    river = rest[: min(RIVER, len(rest) // 4 * 2)]
    top = [release for release in [lead, *tier, *river] if release]
    shown = {release.pk: release for release in [*placed.everything, *top]}
    sections, blocks, most_read = _make_blocks(shown=list(shown), at=at)
    _add_bylines([*shown.values(), *(release for block in blocks for release in block.releases)], "front")
    return Front(lead, tier, river, blocks, sections, placed, most_read)


def make_section_front(
    section: Section,
    *,
    before: str = "",
    size: int,
    at: datetime | None = None,
    slots: Sequence[FrontSlot] | None = None,
) -> SectionFront:
    """Lay out the front of a section, or a page of its older stories: three queries.

    What is placed stands on the first page, and on none of the others. Raises UnknownCursorError.
    """
    placed = find_placed(section, at=at, slots=slots)
    stretch = cut_stretch(_others(cards(at).in_section(section), placed), before=before, size=size)
    if before:
        _add_bylines(stretch.releases, f"section-{section.pk}")
        return SectionFront(stretch, Placed())
    by_time = stretch.releases
    lead, rest = (placed.lead, by_time) if placed.lead else (by_time[:1], by_time[1:])
    stretch = Stretch([*lead, *placed.second, *rest], stretch.older)
    shown = {release.pk: release for release in [*placed.everything, *by_time]}
    _add_bylines(list(shown.values()), f"section-{section.pk}")
    return SectionFront(stretch, placed)


def _others(releases, placed):
    taken = [release.pk for release in placed.everything]
    return releases.exclude(pk__in=taken) if taken else releases


def _add_bylines(releases, name):
    bylines = ReleaseByline.objects.select_related("author").naming(name)
    prefetch_related_objects(releases, Prefetch("bylines", bylines))


def _make_blocks(*, shown, at):
    """Each section's newest that are not ``shown``: found by one index range a story, fetched together.

    With them come the most read, wherever else they stand.
    """
    newest = Release.timeline.public(at).filter(top_section=OuterRef("pk")).exclude(pk__in=shown).values("pk")
    places = {f"story_{i}": Subquery(newest[i : i + 1]) for i in range(BLOCK)}
    read = {f"read_{place}": _most_read(place, at) for place in range(1, READ + 1)}
    sections = list(Section.objects.on_top().annotate(**places, **read).naming("most-read"))
    wanted = {section.pk: [pk for place in places if (pk := getattr(section, place))] for section in sections}
    most_read = [pk for place in read if (pk := getattr(sections[0], place))] if sections else []
    chosen = [*(pk for keys in wanted.values() for pk in keys), *most_read]
    found = {row.pk: row for row in cards(at).for_front().filter(pk__in=chosen)} if chosen else {}
    blocks = [
        Block(section, _picture_first([found[pk] for pk in wanted[section.pk] if pk in found]))
        for section in sections
    ]
    blocks = [block for block in blocks if block.releases]
    return sections, blocks, [found[pk] for pk in most_read if pk in found]


def _most_read(place, at):
    """The release that has this place among the most read of the week, asked for once a page."""
    there = MostRead.objects.filter(stretch=MostRead.Stretch.WEEK, place=place).order_by().values("article")
    public = Release.timeline.public(at).exclude(type=Type.SPONSORED).order_by()
    return Subquery(public.filter(article__in=there).values("pk")[:1])


def _picture_first(releases):
    """The newest story with a picture heads its block; the others stay in order."""
    head = next((release for release in releases if release.shown_photo), None)
    return [head, *(release for release in releases if release is not head)] if head else releases
