"""Who is at a story: told to the others there, so that nobody writes over somebody unseen."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article, Presence
from newsroom import clock
from newsroom.audit import record
from newsroom.models import User

GONE_AFTER = timedelta(seconds=60)  # the clocks of two machines may differ by a few
JUST_NOW = timedelta(seconds=5)


@transaction.atomic(savepoint=False)
def note_presence(article: Article, *, by: User) -> None:
    """Somebody is at this story: since now, or still."""
    now = clock.now()
    here = Presence.objects.filter(article=article, user=by)
    if not here.seen_since(now - GONE_AFTER).update(seen_at=now):
        came = {"since": now, "seen_at": now, "took_over_from": None}
        Presence.objects.update_or_create(article=article, user=by, defaults=came)


def others_at(article: Article, user: User) -> QuerySet[Presence]:
    """Return who else is at this story now, whoever came first first."""
    now = clock.now()
    others = Presence.objects.filter(article=article).exclude(user=user)
    return others.seen_since(now - GONE_AFTER).select_related("user")


def taken_over_by(user: User, others: Iterable[Presence]) -> Presence | None:
    """Return whoever of ``others`` at a story took it over from ``user``."""
    return next((one for one in others if one.took_over_from_id == user.pk), None)


@transaction.atomic
def take_over(article: Article, *, by: User, of: User) -> None:
    """From now on what ``of`` types is not stored by itself any more, for as long as ``by`` is there."""
    note_presence(article, by=by)
    Presence.objects.filter(article=article, user=of, took_over_from=by).update(took_over_from=None)
    mine = Presence.objects.filter(article=article, user=by)
    if mine.exclude(took_over_from=of).update(took_over_from=of):
        record("took over", article, by=by, before={"at it": str(of)}, after={"at it": str(by)})


def leave(article: Article, *, by: User) -> None:
    """A page of somebody was closed: in a few seconds they are gone, unless another page says otherwise.

    A page that is only loaded anew says goodbye too, before or after its next sign of life.
    """
    now = clock.now()
    here = Presence.objects.filter(article=article, user=by, seen_at__lt=now - JUST_NOW)
    here.seen_since(now - GONE_AFTER).update(seen_at=now - GONE_AFTER + JUST_NOW)
