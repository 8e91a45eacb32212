"""Keys that advertisers hand on: a link to their results for people, a token for programs."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ads.models import Advertiser, AdvertiserKey
from newsroom.refusals import Refused

MOST_OPEN = 20  # keys of one advertiser at once
SHARED_FOR_DAYS = (7, 30, 90)


@transaction.atomic
def make_key(advertiser: Advertiser, *, kind: str, label: str, days: int | None = None) -> str:
    """Make a key and return its secret, which is told once and stored only as a hash.

    A shared link ends after ``days``; a token for programs ends when it is revoked. Raises Refused where
    the advertiser has 20 keys that are still open.
    """
    list(Advertiser.objects.select_for_update().filter(pk=advertiser.pk))  # one after the other: they count
    if advertiser.keys.open().count() >= MOST_OPEN:
        raise Refused(_("There are many open links and tokens already. End one that is no longer needed."))
    secret = secrets.token_urlsafe(24)
    ends_at = timezone.now() + timedelta(days=days) if days else None
    advertiser.keys.create(kind=kind, label=label, secret_hash=_hash(secret), ends_at=ends_at)
    return secret


def revoke_key(advertiser: Advertiser, number: int) -> bool:
    """End one of the advertiser's keys at once; False if it is not theirs or has ended."""
    return bool(advertiser.keys.open().filter(pk=number).update(revoked_at=timezone.now()))


def opened_by(kind: str, secret: str) -> Advertiser | None:
    """Return the advertiser whose results ``secret`` opens now, or None."""
    keys = AdvertiserKey.objects.open().select_related("advertiser__account")
    key = keys.filter(kind=kind, secret_hash=_hash(secret)).first()
    return key and key.advertiser


def _hash(secret):
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
