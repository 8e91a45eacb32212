"""Choosing what a slot shows: from a small snapshot of live ads, refreshed at most once a second.

Warm, a choice costs no query and no write, however long the history and however many the readers. An ad
that was paused may show for one second more; its clicks are not charged.
"""

import logging
import random
import threading
import time
from dataclasses import dataclass, field
from itertools import accumulate

from django.db import DatabaseError
from django.utils import timezone

from ads.models import Ad
from ads.pacing import Day, Purse, weight
from ads.prices import price_of, prices
from ads.slots import Slot, half_of, words_of

log = logging.getLogger(__name__)

REFRESH_SECONDS = 1.0
_MOST_SLOTS = 2000  # whose choices a snapshot remembers
_random = random.SystemRandom()
_refreshing = threading.Lock()


@dataclass(frozen=True)
class Creative:
    """What readers see of one version."""

    version_id: int
    headline: str
    text: str
    call_to_action: str
    image_url: str
    alt: str
    paid_by: str


@dataclass(frozen=True)
class LiveAd:
    """What a slot needs of one ad. Its ``weight`` is what it should still spend in an hour; 0: not now."""

    ad_id: int
    advertiser_id: int
    price_cents: int
    weight: float
    creative: Creative | None = None
    is_house: bool = False
    sections: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()  # none: any
    avoids: tuple[frozenset[str], ...] = ()  # the words of each of its words to avoid
    half: int = 0

    def fits(self, slot: Slot) -> bool:
        """Whether the ad may stand in ``slot``, by its targeting and by the half of a page with two."""
        if slot.of == 2 and self.half != (slot.number - 1) % 2:
            return False
        if self.devices and slot.device not in self.devices:
            return False
        if any(words <= slot.words for words in self.avoids):
            return False
        is_anywhere = not self.sections and not self.tags
        return is_anywhere or slot.section in self.sections or not self.tags.isdisjoint(slot.tags)


class _Choice:
    """Who may stand in one slot, with running totals of their weights."""

    def __init__(self, ads, slot):
        fitting = [ad for ad in ads if ad.weight > 0 and ad.fits(slot)]
        self.ads = [ad for ad in fitting if not ad.is_house] or fitting  # paid before house
        self.totals = list(accumulate(ad.weight for ad in self.ads))


@dataclass(frozen=True)
class _Snapshot:
    ads: tuple[LiveAd, ...]
    taken: float
    prices: dict[str, int] = field(default_factory=dict)  # of places that have one of their own
    choices: dict[Slot, _Choice] = field(default_factory=dict)


_snapshot = _Snapshot((), float("-inf"))
_addresses: dict[int, str] = {}  # where the ads of the last snapshot that could be read lead


def choose_ad(slot: Slot, rng: random.Random = _random) -> LiveAd | None:
    """Return one live ad for ``slot``, drawn by what each should still spend, or None when none can show."""
    snapshot = _current()
    choice = snapshot.choices.get(slot)
    if choice is None:
        choice = _Choice(snapshot.ads, slot)
        if len(snapshot.choices) < _MOST_SLOTS:
            snapshot.choices[slot] = choice
    return _draw(choice, rng)


def price_in(place: str, ad: LiveAd) -> int:
    """Return what a click on ``ad`` from ``place`` costs, in cents: never more than was agreed to."""
    return price_of(place, agreed_cents=ad.price_cents, own=_snapshot.prices)


def draw(ads: tuple[LiveAd, ...], slot: Slot, rng: random.Random) -> LiveAd | None:
    """Draw one of the ``ads`` that fit ``slot``: paid ones by their weights, and house ads where none is."""
    return _draw(_Choice(ads, slot), rng)


def _draw(choice, rng):
    return rng.choices(choice.ads, cum_weights=choice.totals)[0] if choice.ads else None


def last_address(ad_id: int) -> str | None:
    """Return where a live ad leads, as this process last read it, for when the database is away."""
    return _addresses.get(ad_id)


def live_ads() -> tuple[LiveAd, ...]:
    """Return all ads of the snapshot."""
    return _current().ads


def _current():
    """The snapshot; one thread renews it when it is old while the others go on with the last one."""
    if time.monotonic() - _snapshot.taken >= REFRESH_SECONDS and _refreshing.acquire(blocking=False):
        try:
            _renew()
        finally:
            _refreshing.release()
    return _snapshot


def _renew():
    global _snapshot, _addresses  # noqa: PLW0603 - one snapshot a process, replaced whole
    now = timezone.now()
    day, date = Day.of(now), timezone.localdate(now)
    try:
        rows = list(Ad.objects.live(now).for_serving(date))
        ads = tuple(_live_ad(ad, now, day, date) for ad in rows)
        _addresses = {ad.pk: ad.version.landing_url for ad in rows}
        own_prices = prices()
    except DatabaseError:
        log.exception("The live ads could not be read; the slots show the invitation")
        ads, own_prices = (), {}
    _snapshot = _Snapshot(ads, time.monotonic(), own_prices)


def _live_ad(ad, now, day, date):
    version, weekdays = ad.version, frozenset(ad.version.weekdays)
    return LiveAd(
        ad_id=ad.pk,
        advertiser_id=ad.advertiser_id,
        price_cents=version.price_cents,
        weight=int(day.is_among(weekdays)) if ad.is_house else weight(_purse(ad, weekdays), now, day),
        creative=Creative(
            version_id=version.pk,
            headline=version.headline,
            text=version.text,
            call_to_action=version.call_to_action,
            image_url=version.image_url,
            alt=version.alt,
            paid_by=version.paid_by,
        ),
        is_house=ad.is_house,
        sections=frozenset(version.sections),
        tags=frozenset(version.tags),
        devices=frozenset(version.devices),
        avoids=tuple(frozenset(words) for word in version.avoid_words if (words := words_of(word))),
        half=half_of(ad.advertiser_id, day_number=date.toordinal()),
    )


def _purse(ad, weekdays):
    return Purse(
        ad_id=ad.pk,
        price_cents=ad.version.price_cents,
        left_cents=min(ad.left_cents, ad.balance_cents),
        spent_today_cents=ad.spent_today_cents,
        cap_cents=ad.cap_today_cents,
        starts_at=ad.starts_at,
        ends_at=ad.ends_at,
        weekdays=weekdays,
    )


def forget_snapshot() -> None:
    """Let the next choice read the database, whatever the second."""
    global _snapshot  # noqa: PLW0603 - as above
    _snapshot = _Snapshot((), float("-inf"))
