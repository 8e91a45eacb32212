"""The front page: what stands where, and nothing twice.

The newest stories lead; what the second tier leaves is shared by the river and a block for each section.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from articles.models import Release, ReleaseByline, Section, Type

TIER = 3  # stories beside the lead
RIVER = 6  # at most; an even number, for its two columns, and no more than half of what the tier leaves
BLOCK = 4  # stories in a section's block


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


def make_front() -> Front:
    """Lay out the front page in four queries, however many sections and stories there are."""
    newest = list(_cards()[: 1 + TIER + 2 * RIVER])
    lead = next((release for release in newest if release.type != Type.SPONSORED), None)
    rest = [release for release in newest if release is not lead]
    tier, rest = rest[:TIER], rest[TIER:]
    river = rest[: len(rest) // 4 * 2]
    top = [release for release in [lead, *tier, *river] if release]
    sections, blocks = _make_blocks(shown=[release.pk for release in top])
    shown = top + [release for block in blocks for release in block.releases]
    bylines = ReleaseByline.objects.select_related("author").naming("front")
    prefetch_related_objects(shown, Prefetch("bylines", bylines))
    return Front(lead, tier, river, blocks, sections)


def _cards():
    return Release.objects.for_front().for_cards().prefetch_related(None)


def _make_blocks(shown):
    """Each section's newest that are not ``shown``: found by one index range a story, fetched together."""
    newest = Release.objects.filter(section=OuterRef("pk")).exclude(pk__in=shown).values("pk")
    places = {f"story_{i}": Subquery(newest[i : i + 1]) for i in range(BLOCK)}
    sections = list(Section.objects.for_navigation().annotate(**places))
    wanted = {section.pk: [pk for place in places if (pk := getattr(section, place))] for section in sections}
    chosen = [pk for keys in wanted.values() for pk in keys]
    found = {release.pk: release for release in _cards().filter(pk__in=chosen)} if chosen else {}
    blocks = [
        Block(section, _picture_first([found[pk] for pk in wanted[section.pk] if pk in found]))
        for section in sections
    ]
    return sections, [block for block in blocks if block.releases]


def _picture_first(releases):
    """The newest story with a picture heads its block; the others stay in order."""
    head = next((release for release in releases if release.lead_photo_id), None)
    return [head, *(release for release in releases if release is not head)] if head else releases
