"""What becomes of a click: charged, or kept or counted with the one reason why not; the reader goes on."""

from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from ads.evidence import Evidence
from ads.models import Ad, Advertiser, Click, OwnKey, Reason
from ads.services.charging import charge
from ads.verdicts import reason_not_to_charge

# Reasons that anybody can bring about without end: counted by the day, not stored one by one.
COUNTED = (Reason.FORGED, Reason.REPLAYED, Reason.OFTEN)
KEPT_OF_ONE_ADDRESS = 100  # refused clicks in a day; further ones are counted like those

_COUNT_UP = """
    INSERT INTO ads_refusedday (ad_id, day, reason, count) SELECT id, %s, %s, 1 FROM ads_ad WHERE id = %s
    ON CONFLICT (ad_id, day, reason) DO UPDATE SET count = ads_refusedday.count + 1
"""


class Followed(NamedTuple):
    reason: str  # "" for a charged click
    landing_url: str


def follow_click(number: int | None, *, evidence: Evidence) -> Followed:
    """Judge one click on the ad of that number, charge for it at most once per view token, keep the verdict.

    Returns "" when it was charged, else the one Reason why not, and in any case the address of the approved
    version. Two clicks that race for the last dollar, the last of the budget or of the day, or the same token
    cannot both get it: money moves in conditional UPDATEs, and a token is unique. Raises Ad.DoesNotExist for
    an ad that is not there or was never approved.
    """
    reason = reason_not_to_charge(evidence)
    if not reason:
        reason, landing_url = charge(evidence)
        if not reason:
            return Followed("", landing_url)
    ad = Ad.objects.for_clicks().get(pk=number)
    if reason in COUNTED or evidence.view is None or _is_full(evidence):
        _count(ad, reason, evidence)
    else:
        _keep(ad, reason, evidence)
    return Followed(reason, ad.version.landing_url)


def record_click(ad: Ad, *, evidence: Evidence) -> str:
    """Do what ``follow_click`` does, and return the reason alone."""
    return follow_click(ad.pk, evidence=evidence).reason


def note_own_key(advertiser: Advertiser, *, address_hash: str) -> None:
    """Remember that the advertiser used the site from this address today: no click from there is charged.

    ``address_hash`` is ``ads.evidence.address_key`` of the request and of today.
    """
    key = OwnKey(advertiser=advertiser, day=timezone.localdate(), address_hash=address_hash)
    OwnKey.objects.bulk_create([key], ignore_conflicts=True)


def _is_full(evidence):
    """Whether as many refused clicks of this address are kept as one may fill the disk with in a day."""
    of_address = Click.objects.filter(address_hash=evidence.address_hash).exclude(reason="")
    return of_address.filter(at__gt=evidence.at - timedelta(days=1)).count() >= KEPT_OF_ONE_ADDRESS


def _keep(ad, reason, evidence):
    """Keep a refused click, once for each token and reason."""
    view = evidence.view
    refused = Click(
        token_hash=view.token_hash,
        ad=ad,
        version_id=view.version_id,
        place=view.place,
        section=view.section,
        device=evidence.device,
        viewed_at=view.at,
        at=evidence.at,
        client_hash=evidence.client_hash,
        address_hash=evidence.address_hash,
        network_hash=evidence.network_hash,
        gpc=evidence.gpc,
        browser=evidence.browser,
        evidence=evidence.for_keeping,
        reason=reason,
    )
    Click.objects.bulk_create([refused], ignore_conflicts=True)


def _count(ad, reason, evidence):
    with connection.cursor() as cursor:
        day = connection.ops.adapt_datefield_value(timezone.localdate(evidence.at))
        cursor.execute(_COUNT_UP, [day, reason, ad.pk])
