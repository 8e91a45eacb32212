"""Signed addresses for people without an account: the link that confirms an ad, and the advertiser's page."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from ads.models import Ad, Advertiser

CONFIRM_WITHIN = timedelta(hours=48)
_CONFIRM = TimestampSigner(salt="ads.confirm", sep=".")
_STATUS = Signer(salt="ads.status", sep=".")


def confirm_path(ad: Ad) -> str:
    return reverse("ads:ad_confirm", args=[_CONFIRM.sign(ad.public_id.hex)])


def read_confirm_token(token: str) -> UUID:
    """Return the ad's public id; raises SignatureExpired after 48 hours, BadSignature when it is not ours."""
    return UUID(hex=_CONFIRM.unsign(token, max_age=CONFIRM_WITHIN))


def status_path(advertiser: Advertiser) -> str:
    return reverse("ads:advertiser_status", args=[_STATUS.sign(str(advertiser.pk))])


def read_status_token(token: str) -> int | None:
    """Return the advertiser's number, or None when the token is not ours."""
    try:
        return int(_STATUS.unsign(token))
    except BadSignature:
        return None
