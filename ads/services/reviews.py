from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ads import ledger, links
from ads.models import Ad, AdVersion
from ads.money import dollars
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.refusals import Refused

# Why an ad stands still that its own advertiser may let run again.
RESUMED_BY_ADVERTISER = (Ad.PauseReason.ADVERTISER, Ad.PauseReason.LANDING)
_DECIDED = "This version was decided before."


@transaction.atomic
def approve_version(version: AdVersion, *, by) -> None:
    """Approve ``version`` and show it from now on, as far as the balance reaches; it is frozen for good.

    Raises Refused when it was decided before, or when nobody confirmed the ad.
    """
    ad = _confirmed_ad(version)
    if not _undecided(version).update(approved_at=database_now(), decided_by=by):
        raise Refused(_DECIDED)
    # A paused ad stays paused: its new version waits for the advertiser or the desk to resume it.
    state = Ad.State.PAUSED if ad.state == Ad.State.PAUSED else Ad.State.APPROVED
    Ad.objects.filter(pk=ad.pk).update(version=version, state=state)
    _log("approved", version, by=by)
    _tell(version, "ads/mail/approved.txt")


@transaction.atomic
def reject_version(version: AdVersion, *, by, reason: str) -> None:
    """Turn ``version`` down for a ``reason`` that reaches the advertiser; an older one goes on showing.

    Raises Refused as ``approve_version`` does, and without a reason.
    """
    if not reason.strip():
        raise Refused("Say why, in words for the advertiser.")
    ad = _confirmed_ad(version)
    decided = {"rejected_at": database_now(), "rejection_reason": reason.strip(), "decided_by": by}
    if not _undecided(version).update(**decided):
        raise Refused(_DECIDED)
    Ad.objects.filter(pk=ad.pk, version=None).update(state=Ad.State.REJECTED)
    _log("turned down", version, by=by, reason=reason.strip())
    mend_path = reverse("ads:ad_edit", args=[ad.public_id])
    _tell(version, "ads/mail/rejected.txt", reason=reason.strip(), mend_path=mend_path)


def _confirmed_ad(version):
    """Return the ad, locked: whoever decides or confirms takes its row first, so that no two can block."""
    ad = Ad.objects.select_for_update().get(pk=version.ad_id)
    if ad.state == Ad.State.UNCONFIRMED:
        raise Refused("The advertiser has not confirmed this ad yet.")
    return ad


def _log(verb, version, *, by, **more):
    words = {"version": version.number, "headline": version.headline}
    record(
        verb, version.ad, by=by, before=words | {"decision": None}, after=words | {"decision": verb} | more
    )


def _undecided(version):
    return AdVersion.objects.filter(pk=version.pk, approved_at=None, rejected_at=None)


def _tell(version, template, **more):
    advertiser = version.ad.advertiser
    context = {
        "version": version,
        "advertiser": advertiser,
        "path": links.status_path(advertiser),
        "money_path": links.money_path(advertiser),
    } | more
    queue_mail(advertiser.email, template, context)


@transaction.atomic
def pause_ad(ad: Ad, *, by=None, reason: str = Ad.PauseReason.DESK) -> bool:
    """Stop the ad at once: no click is charged after this commits. Returns whether it was running.

    One that its advertiser may let run again stays paused, from now on for our ``reason``.
    """
    paused = Ad.objects.filter(pk=ad.pk)
    if paused.filter(state=Ad.State.APPROVED).update(state=Ad.State.PAUSED, pause_reason=reason):
        before = {"state": Ad.State.APPROVED}
        record("paused", ad, by=by, before=before, after={"state": Ad.State.PAUSED, "reason": reason})
        return True
    if reason not in RESUMED_BY_ADVERTISER:
        paused.filter(pause_reason__in=RESUMED_BY_ADVERTISER).update(pause_reason=reason)
    return False


@transaction.atomic
def resume_ad(ad: Ad, *, by=None) -> bool:
    """Let a paused ad run again. Returns whether it was paused.

    Raises Refused while its advertiser owes us money that was taken back.
    """
    owed = ledger.hold(ad.advertiser)[1]
    if owed:
        raise Refused(_("%s are owed. The next payment settles this first.") % dollars(owed))
    paused = Ad.objects.filter(pk=ad.pk, state=Ad.State.PAUSED)
    if not paused.update(state=Ad.State.APPROVED, pause_reason=""):
        return False
    record("resumed", ad, by=by, before={"state": Ad.State.PAUSED}, after={"state": Ad.State.APPROVED})
    return True
