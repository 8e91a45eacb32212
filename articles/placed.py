"""Stories that the desk placed on a front by hand: which of them readers see there at a moment.

A slot whose story is not public at that moment (withdrawn, not yet live), or that has moved to another
section, shows nothing and takes no room.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import DateTimeField, F, FilteredRelation, Q, Value

from articles.models import FrontSlot, Release, Section, Type
from newsroom import clock

Place = FrontSlot.Place
ROOM = {Place.BREAKING: 1, Place.LEAD: 1, Place.SECOND: 3, Place.PICKS: 4}
_LAST_BEGUN = (Place.BREAKING, Place.LEAD)  # one story each: of several, the one that began last
_NOT_PAID_FOR = (Place.BREAKING, Place.LEAD)


@dataclass(frozen=True)
class Placed:
    """By place, in order; no story twice, and no more than a place has room for."""

    breaking: list[Release] = field(default_factory=list)
    lead: list[Release] = field(default_factory=list)
    second: list[Release] = field(default_factory=list)
    picks: list[Release] = field(default_factory=list)

    @property
    def everything(self) -> list[Release]:
        return [*self.breaking, *self.lead, *self.second, *self.picks]


def cards(at: datetime | None = None):
    """What readers see at ``at`` (default now), as cards; whoever shows them fetches the bylines at once."""
    at = at or clock.now()
    seen_at = Value(at, DateTimeField())
    return Release.timeline.public(at).for_cards().prefetch_related(None).annotate(seen_at=seen_at)


def find_placed(
    section: Section | None = None, *, at: datetime | None = None, slots: Sequence[FrontSlot] | None = None
) -> Placed:
    """Find what stands on the front page, or that of ``section``, at ``at``: one query.

    ``slots`` stand there instead of the stored ones: an arrangement that is only being tried.
    """
    at = at or clock.now()
    releases = cards(at).in_section(section) if section else cards(at).for_front()
    standing = _stored(releases, section, at) if slots is None else _tried(releases, slots, at)
    shown, taken = {place: [] for place in ROOM}, set()
    for place, room in ROOM.items():
        begun = [entry for entry in standing if entry[0] == place]
        if place in _LAST_BEGUN:
            begun.sort(key=lambda entry: entry[1], reverse=True)
        for _, _, release in begun:
            fits = release.type != Type.SPONSORED or place not in _NOT_PAID_FOR
            if fits and release.pk not in taken and len(shown[place]) < room:
                shown[place].append(release)
                taken.add(release.pk)
    return Placed(**{str(place.value): releases for place, releases in shown.items()})


def _stored(releases, section, at):
    """(place, since, release) in the desk's order."""
    here = Q(article__front_slots__section=section)
    begun = Q(article__front_slots__starts_at__lte=at)
    not_over = Q(article__front_slots__ends_at=None) | Q(article__front_slots__ends_at__gt=at)
    rows = (
        releases.annotate(slot=FilteredRelation("article__front_slots", condition=here & begun & not_over))
        .filter(slot__isnull=False)
        .annotate(place=F("slot__place"), since=F("slot__starts_at"))
        .order_by("slot__position", "-slot__starts_at", "-slot__pk")
    )
    return [(row.place, row.since, row) for row in rows]


def _tried(releases, slots, at):
    standing = [
        slot for slot in slots if slot.starts_at <= at and (slot.ends_at is None or slot.ends_at > at)
    ]
    found = {
        row.article_id: row for row in releases.filter(article__in=[slot.article_id for slot in standing])
    }
    return [
        (slot.place, slot.starts_at, found[slot.article_id])
        for slot in sorted(standing, key=lambda slot: slot.position)
        if slot.article_id in found
    ]
