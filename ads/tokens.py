"""View tokens: a signed word in each ad's link that says which ad was shown, where and when, and only once.

Nothing is stored when an ad is shown: the token itself is the record of the view. Its first part, the ad's
number, can be read without the signature, so that a reader with a spoilt link still arrives somewhere.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ads.slots import PLACES
from newsroom.robots import browser_family

_SIGNER = Signer(salt="ads.view", sep=".")
_TOKEN = re.compile(r"(?a:(\d{1,18})\.)")
MAX_LENGTH = 300


@dataclass(frozen=True)
class View:
    """One showing of one version of an ad; ``client`` and ``browser`` are keyed hashes, or ""."""

    ad_id: int
    version_id: int
    advertiser_id: int
    price_cents: int
    place: str
    section: str
    at: datetime
    client: str
    browser: str
    token_hash: str


def make_token(  # noqa: PLR0913 - a view has that many facts, each by name
    *,
    ad_id: int,
    version_id: int,
    advertiser_id: int,
    price_cents: int,
    place: str,
    at: datetime,
    section: str = "",
    client: str = "",
    browser: str = "",
) -> str:
    """Return a fresh token for showing this version in ``place`` at this moment, to be clicked at this price.

    ``client`` is the ``client_mark`` of the reader, ``browser`` the ``browser_mark`` of the agent.
    """
    milliseconds = int(at.timestamp() * 1000)
    what = (ad_id, version_id, advertiser_id, price_cents)
    where = (place, section, milliseconds, client, browser, secrets.token_urlsafe(9))
    return _SIGNER.sign(".".join(map(str, what + where)))


def client_mark(address: str, agent: str, at: datetime) -> str:
    """Return a short keyed hash of who was shown an ad at that moment, another one each day; never stored."""
    day = timezone.localdate(at).isoformat()
    return salted_hmac(f"ads.client.{day}", f"{address}\n{agent}", algorithm="sha256").hexdigest()[:12]


def browser_mark(agent: str) -> str:
    """Return a short keyed hash of the kind of browser that ``agent`` is, and of what device."""
    return _mark(browser_family(agent))


@lru_cache(maxsize=64)
def _mark(family):
    return salted_hmac("ads.browser", family, algorithm="sha256").hexdigest()[:6]


def named_ad(token: str) -> int | None:
    """Return the number of the ad that ``token`` names, signed or not."""
    match = _TOKEN.match(token)
    return int(match[1]) if match else None


def read_token(token: str) -> View | None:
    """Return the view that ``token`` stands for, or None when we did not make this token."""
    if len(token) > MAX_LENGTH:
        return None
    try:
        text = _SIGNER.unsign(token)
    except BadSignature:
        return None
    *what, place, section, milliseconds, client, browser, _ = text.split(".")
    ad_id, version_id, advertiser_id, price_cents = map(int, what)
    if place not in PLACES:
        return None
    return View(
        ad_id=ad_id,
        version_id=version_id,
        advertiser_id=advertiser_id,
        price_cents=price_cents,
        place=place,
        section=section,
        at=datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC),
        client=client,
        browser=browser,
        token_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
