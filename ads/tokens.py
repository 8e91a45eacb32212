"""View tokens: a signed word in each ad's link that says which ad was shown, where and when, and only once.

Nothing is stored when an ad is shown: the token itself is the record of the view. Its first part, the ad's
number, can be read without the signature, so that a reader with a spoilt link still arrives somewhere.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer

from ads.serving import PLACES

_SIGNER = Signer(salt="ads.view", sep=".")
_TOKEN = re.compile(r"(?a:(\d{1,18})\.)")
MAX_LENGTH = 200


@dataclass(frozen=True)
class View:
    """One showing of one version of an ad."""

    ad_id: int
    version_id: int
    place: str
    at: datetime
    token_hash: str


def make_token(ad_id: int, version_id: int, place: str, *, at: datetime) -> str:
    """Return a fresh token for showing this version in ``place`` at this moment."""
    milliseconds = int(at.timestamp() * 1000)
    return _SIGNER.sign(f"{ad_id}.{version_id}.{place}.{milliseconds}.{secrets.token_urlsafe(9)}")


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
    ad_id, version_id, place, milliseconds, _ = text.split(".")
    if place not in PLACES:
        return None
    return View(
        ad_id=int(ad_id),
        version_id=int(version_id),
        place=place,
        at=datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC),
        token_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
