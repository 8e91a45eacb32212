"""Signed addresses for people without an account: the link that confirms an ad, and the advertiser's page.

Both are made of the advertiser's secret: when the desk renews it, every address given out before has ended.
"""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from ads.models import Ad, Advertiser, Document

CONFIRM_WITHIN = timedelta(hours=48)
_CONFIRM = TimestampSigner(salt="ads.confirm", sep=".")
_STATUS = Signer(salt="ads.status", sep=".")
_DOCUMENT = Signer(salt="ads.document", sep=".")


def confirm_path(ad: Ad) -> str:
    words = f"{ad.public_id.hex}{ad.advertiser.secret.hex}"
    return reverse("ads:ad_confirm", args=[_CONFIRM.sign(words)])


def read_confirm_token(token: str, *, however_old: bool = False) -> tuple[UUID, UUID]:
    """Return the ad's public id and its advertiser's secret.

    Raises SignatureExpired after 48 hours, unless it may be ``however_old``; BadSignature when the token is
    not ours.
    """
    words = _CONFIRM.unsign(token, max_age=None if however_old else CONFIRM_WITHIN)
    return UUID(hex=words[:32]), UUID(hex=words[32:])


def status_token(advertiser: Advertiser) -> str:
    return _STATUS.sign(advertiser.secret.hex)


def status_path(advertiser: Advertiser) -> str:
    return reverse("ads:advertiser_status", args=[status_token(advertiser)])


def read_status_token(token: str) -> UUID | None:
    """Return the advertiser's secret, or None when the token is not ours."""
    try:
        return UUID(hex=_STATUS.unsign(token))
    except BadSignature:
        return None


def money_path(advertiser: Advertiser) -> str:
    """Return the address of the advertiser's page about money; it reads like that of their ads."""
    return reverse("ads:money", args=[status_token(advertiser)])


def document_path(document: Document) -> str:
    """Return the private address of a receipt or credit note; it ends with the advertiser's secret."""
    words = f"{document.advertiser.secret.hex}{document.pk}"
    return reverse("ads:document", args=[_DOCUMENT.sign(words)])


def read_document_token(token: str) -> tuple[UUID, int]:
    """Return the advertiser's secret and the document's key; raises BadSignature when it is not ours."""
    words = _DOCUMENT.unsign(token)
    return UUID(hex=words[:32]), int(words[32:])
