"""Choosing what a slot shows: from a small snapshot of live ads, refreshed at most once a second.

Warm, a choice costs no query and no write, however long the history and however many the readers. An ad
that was paused may show for one second more; its clicks are not charged.
"""

import logging
import random
import threading
import time
from dataclasses import dataclass

from django.db import DatabaseError

from ads.models import Ad

log = logging.getLogger(__name__)

PLACES = ("article",)  # where a slot can stand; readers' addresses name one, and strangers make up others
REFRESH_SECONDS = 1.0
_random = random.SystemRandom()
_refreshing = threading.Lock()


@dataclass(frozen=True)
class LiveAd:
    """What a slot needs of one ad; ``left_cents`` is what it can still spend."""

    ad_id: int
    version_id: int
    headline: str
    text: str
    call_to_action: str
    image_url: str
    alt: str
    paid_by: str
    left_cents: int


@dataclass(frozen=True)
class _Snapshot:
    ads: tuple[LiveAd, ...]
    taken: float


_snapshot = _Snapshot((), float("-inf"))


def choose_ad(rng: random.Random = _random) -> LiveAd | None:
    """Return one live ad, drawn by what each has left to spend, or None when nothing can show."""
    return draw(live_ads(), rng)


def draw(ads: tuple[LiveAd, ...], rng: random.Random) -> LiveAd | None:
    """Draw one of ``ads`` with chances in proportion to ``left_cents``."""
    if not ads:
        return None
    return rng.choices(ads, weights=[ad.left_cents for ad in ads])[0]


def live_ads() -> tuple[LiveAd, ...]:
    """Return the snapshot; one thread renews it when it is old while the others go on with the last one."""
    if time.monotonic() - _snapshot.taken >= REFRESH_SECONDS and _refreshing.acquire(blocking=False):
        try:
            _renew()
        finally:
            _refreshing.release()
    return _snapshot.ads


def _renew():
    global _snapshot  # noqa: PLW0603 - one snapshot a process, replaced whole
    try:
        ads = tuple(_live_ad(ad) for ad in Ad.objects.affordable().for_serving())
    except DatabaseError:
        log.exception("The live ads could not be read; the slots show the invitation")
        ads = ()
    _snapshot = _Snapshot(ads, time.monotonic())


def _live_ad(ad):
    version = ad.version
    return LiveAd(
        ad_id=ad.pk,
        version_id=version.pk,
        headline=version.headline,
        text=version.text,
        call_to_action=version.call_to_action,
        image_url=version.image_url,
        alt=version.alt,
        paid_by=version.paid_by,
        left_cents=min(ad.left_cents, ad.balance_cents),
    )


def forget_snapshot() -> None:
    """Let the next choice read the database, whatever the second."""
    global _snapshot  # noqa: PLW0603 - as above
    _snapshot = _Snapshot((), float("-inf"))
