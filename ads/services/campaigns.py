"""What advertisers do with an ad that they have: a new version, other limits, pause, go on, stop."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ads import ledger
from ads.models import Ad, AdVersion, Advertiser
from ads.prices import public_price
from ads.services.landings import queue_landing_check
from ads.services.reviews import RESUMED_BY_ADVERTISER, pause_ad, resume_ad
from ads.services.submissions import POLICY_VERSION, refuse_other_words
from ads.services.uploads import take_upload
from newsroom.audit import record
from newsroom.pictures import new_folder
from newsroom.refusals import Refused

_OVER = _("This ad was never confirmed: please submit it again.")


@transaction.atomic
def propose_version(ad: Ad, *, image: str | None, words: dict[str, str | list], by) -> AdVersion | None:
    """Hand in the next version of ``ad``; the approved one goes on serving until an editor decides.

    ``image`` is a kept upload, or None for the picture of the version before. One that still waited gives
    way. The same form sent twice is one version: the second gets None. Raises Refused for an ad that
    nobody confirmed.
    """
    locked = Ad.objects.select_for_update().get(pk=ad.pk)
    if locked.state == Ad.State.UNCONFIRMED:
        raise Refused(_OVER)
    if image is not None and not take_upload(image):
        return refuse_other_words(image, words)
    before = ad.versions.first()
    if not image and {name: getattr(before, name) for name in words} == words and not before.is_decided:
        return None  # the same again: a double click
    number = ad.versions.aggregate(last=Max("number"))["last"] + 1
    gave_way = ad.versions.filter(approved_at=None, rejected_at=None)
    images = set(gave_way.values_list("image", flat=True))
    gave_way.delete()
    version = ad.versions.create(
        number=number, image=image or before.image, price_cents=public_price(), **words
    )
    unused = images - set(ad.versions.values_list("image", flat=True))
    transaction.on_commit(lambda: [default_storage.delete(name) for name in unused])
    Ad.objects.filter(pk=ad.pk, state=Ad.State.REJECTED).update(state=Ad.State.WAITING)
    queue_landing_check(version)
    record("proposed a version of", ad, by=by, after={"version": number, **words})
    return version


@transaction.atomic
def change_campaign(  # noqa: PLR0913 - a campaign is these four plain values
    ad: Ad,
    *,
    budget_cents: int,
    daily_cap_cents: int | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by,
) -> None:
    """Change what the ad may spend and when; it counts at once, a new daily limit from the next day on.

    Raises Refused for a budget below what is spent already.
    """
    new = {
        "budget_cents": budget_cents,
        "daily_cap_cents": daily_cap_cents,
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    before = Ad.objects.select_for_update().get(pk=ad.pk)
    if not Ad.objects.filter(pk=ad.pk, spent_cents__lte=budget_cents).update(**new, end_told_at=None):
        raise Refused(_("More than this is spent already. To end the ad, stop it."))
    changed = {name: value for name, value in new.items() if getattr(before, name) != value}
    if changed:
        was = {name: getattr(before, name) for name in changed}
        record("changed the campaign of", ad, by=by, before=was, after=changed)


def pause_own_ad(ad: Ad, *, by) -> bool:
    """Pause at the advertiser's wish: no click is charged after this commits."""
    return pause_ad(ad, by=by, reason=Ad.PauseReason.ADVERTISER)


@transaction.atomic
def resume_own_ad(ad: Ad, *, by) -> bool:
    """Let it run again, where the advertiser may: not while the desk or a dispute keeps it.

    One that stood still for its landing page runs again at once and is looked at again at once.
    """
    ledger.hold(ad.advertiser)  # before the ad, as everywhere
    paused = Ad.objects.select_for_update().filter(pk=ad.pk, state=Ad.State.PAUSED).first()
    if paused is None:
        return False
    if paused.pause_reason not in RESUMED_BY_ADVERTISER:
        raise Refused(_("The ad desk has paused this ad. Please write to us."))
    if paused.pause_reason == Ad.PauseReason.LANDING:
        queue_landing_check(paused.version)
    return resume_ad(ad, by=by)


def copy_ad(ad: Ad, *, by) -> Ad:
    """Hand in what ``ad`` last said as another ad, with its budget and daily limit and without days.

    It waits for review like any other. Asked twice, it is one copy. Raises Refused where the rules for ads
    have changed since these were accepted, and for an ad that nobody confirmed.
    """
    if ad.state == Ad.State.UNCONFIRMED:
        raise Refused(_OVER)
    if ad.policy_version != POLICY_VERSION:
        raise Refused(_("The rules for ads have changed since. Please submit the ad anew."))
    latest = ad.versions.first()
    with transaction.atomic():
        list(Advertiser.objects.select_for_update().filter(pk=ad.advertiser_id))  # one copy after the other
        waiting = AdVersion.objects.filter(ad__advertiser=ad.advertiser_id, ad__state=Ad.State.WAITING)
        same = waiting.filter(**latest.words, number=1).exclude(ad=ad).first()
        return same.ad if same else _copy(ad, latest, by)


def _copy(ad, latest, by):
    """The picture is copied too: each ad deletes its own."""
    with default_storage.open(latest.image) as picture:
        name = default_storage.save(f"{new_folder('campaigns')}.webp", picture)
    new = Ad.objects.create(
        advertiser_id=ad.advertiser_id,
        state=Ad.State.WAITING,
        budget_cents=ad.budget_cents,
        daily_cap_cents=ad.daily_cap_cents,
        policy_version=POLICY_VERSION,
        policy_accepted_at=ad.policy_accepted_at,
    )
    version = new.versions.create(image=name, price_cents=public_price(), **latest.words)
    queue_landing_check(version)
    record("copied", ad, by=by, after={"copy": new.pk})
    return new


@transaction.atomic
def stop_ad(ad: Ad, *, by) -> bool:
    """End the ad: its time is over now, and no click is charged after this commits.

    Only a later last day (``change_campaign``) lets it go on.
    """
    now = timezone.now()
    running = Ad.objects.filter(pk=ad.pk).exclude(ends_at__lte=now)
    starts_before = running.filter(starts_at__lt=now) | running.filter(starts_at=None)
    stopped = starts_before.update(ends_at=now) or running.update(starts_at=None, ends_at=now)
    if stopped:
        record("stopped", ad, by=by, before={"ends_at": ad.ends_at}, after={"ends_at": now})
    return bool(stopped)
