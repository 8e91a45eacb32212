"""What is scheduled, by the day on which it happens: releases, withdrawals, and changes on the fronts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import OPEN_END, FrontSlot, Release
from newsroom import clock


@dataclass(frozen=True)
class Planned:
    at: datetime
    what: str
    headline: str
    article_id: int
    where: str = ""  # the front it happens on


def plans_between(start: datetime, end: datetime, *, articles: QuerySet, fronts: bool) -> list[Planned]:
    """Return what is still ahead in ``start`` <= moment < ``end`` for ``articles``, in order of time.

    Three queries: releases, withdrawals and, if ``fronts``, slots.
    """
    start = max(start, clock.now())
    found = [*_releases(start, end, articles), *_withdrawals(start, end, articles)]
    if fronts:
        found += _slots(start, end, articles)
    return sorted(found, key=lambda planned: (planned.at, planned.article_id, planned.what))


def _releases(start, end, articles) -> Iterable[Planned]:
    earlier = Release.timeline.filter(article=OuterRef("article"), live_from__lt=OuterRef("live_from"))
    rows = (
        Release.timeline.filter(live_from__gte=start, live_from__lt=end, article__in=articles.order_by())
        .annotate(is_update=Exists(earlier.order_by()))
        .values_list("live_from", "is_update", "headline", "article_id")
    )
    for at, is_update, headline, article_id in rows:
        yield Planned(at, "Update" if is_update else "Publication", headline, article_id)


def _withdrawals(start, end, articles) -> Iterable[Planned]:
    """The ends at which no other release of the article begins."""
    goes_on = Release.timeline.filter(article=OuterRef("article"), live_from=OuterRef("live_until"))
    rows = Release.timeline.filter(
        ~Exists(goes_on.order_by()),
        live_until__gte=start,
        live_until__lt=min(end, OPEN_END),
        article__in=articles.order_by(),
    ).values_list("live_until", "headline", "article_id")
    for at, headline, article_id in rows:
        yield Planned(at, "Withdrawal", headline, article_id)


def _slots(start, end, articles) -> Iterable[Planned]:
    begins, ends = (Q(**{f"{name}__gte": start, f"{name}__lt": end}) for name in ("starts_at", "ends_at"))
    rows = (
        FrontSlot.objects.filter(begins | ends, article__in=articles.order_by())
        .select_related("article", "section")
        .annotate(headline=F("article__headline"))
    )
    for slot in rows:
        where = slot.section.name if slot.section else "Front page"
        place = slot.get_place_display()
        for at, word in ((slot.starts_at, "begins"), (slot.ends_at, "ends")):
            if at and start <= at < end:
                yield Planned(at, f"{place} {word}", slot.headline, slot.article_id, where)
