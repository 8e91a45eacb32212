"""Placing stories on the fronts: now or ahead, told to the pages at the moments at which they change."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from articles.arrangements import stands_as
from articles.models import Article, FrontSlot, Section
from articles.refusals import Rearranged, Refused
from articles.services.holding import hold_fronts
from articles.services.working import lock
from newsroom import clock
from newsroom.audit import record
from newsroom.models import User
from newsroom.purges import purge


@transaction.atomic
def place_story(  # noqa: PLR0913 - each says where or when, and is named
    article: Article,
    *,
    by: User | None,
    place: str,
    section: Section | None = None,
    position: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> FrontSlot:
    """Let ``article`` stand at ``place`` of the front page, or of ``section``, from ``starts_at`` (default
    now) until ``ends_at`` (default: for good). Readers see it there while they see it at all.

    Raises Refused for a story in the trash, and for a time that ends before it begins.
    """
    lock(article)
    if article.trashed_at:
        raise Refused(f"“{article}” is in the trash. Recover it first.")
    now = clock.database_now()
    slot = FrontSlot(
        article=article,
        place=place,
        section=section,
        position=position,
        starts_at=starts_at or now,
        ends_at=ends_at,
        made_by=by,
    )
    _refuse_empty_time(slot)
    slot.save()
    _purge(now, slot.kept_name, slot.starts_at, slot.ends_at)
    record("placed", slot, by=by, after=_said(slot))
    return slot


@transaction.atomic
def move_slot(slot: FrontSlot, *, by: User | None, **wanted) -> bool:
    """Give ``slot`` another position, place, start or end; False when nothing changes. Raises Refused."""
    if unknown := set(wanted) - {"position", "place", "starts_at", "ends_at"}:
        raise TypeError(f"A slot has no {', '.join(sorted(unknown))} to move.")
    _lock(slot)
    before, moments = _said(slot), [slot.starts_at, slot.ends_at]
    changed = [name for name, value in wanted.items() if getattr(slot, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(slot, name, wanted[name])
    _refuse_empty_time(slot)
    slot.save(update_fields=changed)
    _purge(clock.database_now(), slot.kept_name, *moments, slot.starts_at, slot.ends_at)
    record("moved", slot, by=by, before=before, after=_said(slot))
    return True


@transaction.atomic
def remove_slot(slot: FrontSlot, *, by: User | None) -> None:
    """Take a story from its place on a front. Raises Refused when somebody else was faster."""
    _lock(slot)
    record("took away", slot, by=by, before=_said(slot))
    _purge(clock.database_now(), slot.kept_name)
    FrontSlot.objects.filter(pk=slot.pk).delete()


@transaction.atomic
def arrange_front(
    section: Section | None,
    wanted: Iterable[FrontSlot],
    *,
    removed: Iterable[FrontSlot] = (),
    seen: str | None = None,
    by: User | None,
) -> int:
    """Store an arrangement: ``wanted`` as new slots or, by their keys, moved ones; return how many changed.

    Slots that are neither wanted nor ``removed`` stay. Raises Rearranged when the front is no longer as in
    ``seen``, the stamp (``articles.arrangements``) of the arrangement that was in sight.
    """
    wanted = list(wanted)
    new = [slot.article_id for slot in wanted if not slot.pk]
    # Stories before slots, as whoever deletes a story for good.
    list(Article.objects.select_for_update().filter(pk__in=new).order_by("pk").values_list("pk"))
    hold_fronts()  # two who arrange wait for each other, and do not mix
    if seen is not None and not stands_as(section, seen):
        raise Rearranged
    changes = 0
    for slot in removed:
        remove_slot(slot, by=by)
        changes += 1
    for slot in wanted:
        where = {name: getattr(slot, name) for name in ("place", "position", "starts_at", "ends_at")}
        if slot.pk:
            changes += move_slot(slot, by=by, **where)
        else:
            place_story(slot.article, by=by, section=section, **where)
            changes += 1
    return changes


def _lock(slot):
    try:
        slot.refresh_from_db(from_queryset=FrontSlot.objects.select_for_update(of=("self",)))
    except FrontSlot.DoesNotExist:
        raise Refused("Somebody else has just taken that story from its place. Look again.") from None


def _refuse_empty_time(slot):
    if slot.ends_at and slot.ends_at <= slot.starts_at:
        raise Refused("A story must leave its place after it came there.")


def _purge(now, name, *moments):
    """The page changes now (an order may, at least), and at every moment ahead."""
    purge(name)
    for moment in sorted({moment for moment in moments if moment and moment > now}):
        purge(name, at=moment)


def _said(slot):
    return {
        "front": slot.section.name if slot.section else "Front page",
        "place": slot.get_place_display(),
        "position": slot.position,
        "story": slot.article.headline,
        "from": slot.starts_at,
        "until": slot.ends_at,
    }
