"""The paper's own ads, shown where no paid one is."""

from django.conf import settings
from django.db import transaction

from ads import ledger
from ads.models import Ad, Advertiser
from ads.services.campaigns import propose_version
from ads.services.reviews import approve_version
from ads.services.submissions import POLICY_VERSION, advertiser_of, refuse_other_words
from ads.services.uploads import take_upload
from newsroom.clock import database_now
from newsroom.refusals import Refused


@transaction.atomic
def add_house_ad(*, image: str, words: dict[str, str | list], by) -> Ad | None:
    """Show an ad of the paper itself from now on: it has no budget, and its clicks cost nobody anything.

    ``image`` is a kept upload; the same form sent twice is one ad: the second gets None.
    """
    if not take_upload(image):
        return refuse_other_words(image, words)
    ad = Ad.objects.create(
        advertiser=_the_house(),
        state=Ad.State.WAITING,
        is_house=True,
        budget_cents=0,
        policy_version=POLICY_VERSION,
    )
    version = ad.versions.create(image=image, price_cents=1, **words)
    approve_version(version, by=by)
    ledger.open_accounts(ad.advertiser)
    return ad


@transaction.atomic
def change_house_ad(ad: Ad, *, image: str | None, words: dict[str, str | list], by) -> bool:
    """Show the next version of one of the paper's own ads from now on; the same form again changes nothing.

    ``image`` is a kept upload, or None for the picture of the version before. Raises Refused for an ad of
    somebody else, and as ``propose_version`` does.
    """
    if not ad.is_house:
        raise Refused("This is not an ad of the paper itself.")
    Ad.objects.select_for_update().get(pk=ad.pk)
    latest = ad.versions.first()
    is_same = not image and latest.words == words
    version = None if is_same else propose_version(ad, image=image, words=words, by=by)
    if version is not None:
        approve_version(version, by=by)
    return version is not None


def _the_house():
    house = advertiser_of(settings.DEFAULT_FROM_EMAIL.lower())
    Advertiser.objects.filter(pk=house.pk, confirmed_at=None).update(
        confirmed_at=database_now(), name=settings.SITE_NAME
    )
    return house
