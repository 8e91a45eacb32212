"""What tells two arrangements of one front apart, so that nobody writes over one that they have not seen."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from articles.models import FrontSlot, Section


def stamp_of(slots: Iterable[FrontSlot], at: datetime) -> str:
    """Return what says how ``slots`` are arranged, being those that stand at ``at`` or will."""
    rows = sorted(
        (slot.pk, slot.article_id, slot.place, slot.position, str(slot.starts_at), str(slot.ends_at))
        for slot in slots
    )
    return f"{int(at.timestamp())}-{sha256(repr(rows).encode()).hexdigest()}"


def stands_as(section: Section | None, stamp: str) -> bool:
    """Whether a front is still arranged as ``stamp`` says; a story whose time merely ran out is no change."""
    second = stamp.partition("-")[0]
    if not (second.isascii() and second.isdecimal() and len(second) <= 10):
        return False
    at = datetime.fromtimestamp(int(second), UTC)
    return stamp_of(FrontSlot.objects.on_front(section).ahead(at), at) == stamp
