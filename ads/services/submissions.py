from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from ads import ledger, links
from ads.models import Ad, AdVersion, Advertiser
from ads.prices import public_price
from ads.services.landings import queue_landing_check
from ads.services.uploads import take_upload
from newsroom.mail import queue_mail
from newsroom.rates import is_within_rate
from newsroom.refusals import Refused
from newsroom.salts import keyed_hash

POLICY_VERSION = "2026-11"
UNCONFIRMED_FOR = timedelta(hours=48)
MAILS_A_DAY = 5


def submit_ad(
    *, email: str, image: str, words: dict[str, str | list], campaign: dict[str, int | datetime | None]
) -> Ad | None:
    """Take in an ad that nobody has confirmed yet, and mail the link that confirms it.

    ``image`` is a kept upload (``ads.services.uploads``), ``words`` are what the version says and where it
    stands, ``campaign`` what it may spend and when. The same form sent twice (a double click) is one ad:
    the second gets None. Nobody learns here whether the address is known. Raises Refused when it was sent
    too many of these mails today, and for other words with a picture that was sent before.
    """
    email = email.lower()
    with transaction.atomic():
        if not take_upload(image):
            return refuse_other_words(image, words)
        _count_mail(email)
        advertiser = advertiser_of(email)
        ad = Ad.objects.create(advertiser=advertiser, policy_version=POLICY_VERSION, **campaign)
        ad.versions.create(image=image, price_cents=public_price(), **words)
        queue_mail(advertiser.email, "ads/mail/confirm.txt", {"path": links.confirm_path(ad)})
    return ad


def refuse_other_words(image: str, words: dict) -> None:
    """A kept picture that was taken before: the same form again is no fault, other words must not be lost.

    Raises Refused for those.
    """
    if not AdVersion.objects.filter(image=image, **words).exists():
        raise Refused(_("This picture belongs to an ad that you sent before. Please choose it once more."))


def _count_mail(email):
    recipient = keyed_hash("ad-confirmations", email)
    if not is_within_rate("ad-confirmation", recipient, limit=MAILS_A_DAY, seconds=86400):
        raise Refused(
            _(
                "This e-mail address was sent several confirmation links today. "
                "Please use one of them, or come back tomorrow."
            )
        )


def advertiser_of(email: str) -> Advertiser:
    """Return the one advertiser of an address, made now if there is none; nothing says it is theirs."""
    Advertiser.objects.bulk_create([Advertiser(email=email)], ignore_conflicts=True)
    known = Advertiser.objects.alias(
        address=Lower("email")
    )  # as the constraint says what the same address is
    return known.get(address=Lower(Value(email)))


@transaction.atomic
def confirm_submission(ad: Ad) -> bool:
    """Hand the ad to the editors, now that its e-mail address is shown to be right.

    It happens once, however often it is asked; returns whether this call did it.
    """
    if not Ad.objects.filter(pk=ad.pk, state=Ad.State.UNCONFIRMED).update(state=Ad.State.WAITING):
        return False
    version = ad.versions.get(number=1)
    own = Advertiser.objects.filter(pk=ad.advertiser_id)
    own.filter(confirmed_at=None).update(confirmed_at=timezone.now())
    own.filter(name="").update(name=version.paid_by)
    advertiser = own.get()
    ledger.open_accounts(advertiser)
    queue_landing_check(version)
    queue_mail(
        advertiser.email,
        "ads/mail/received.txt",
        {"version": version, "ad": ad, "path": links.status_path(advertiser)},
    )
    return True


def forget_unconfirmed() -> None:
    """Delete ads that nobody confirmed within 48 hours, with their pictures and unknown senders (chore)."""
    deadline = timezone.now() - UNCONFIRMED_FOR
    with transaction.atomic():
        forgotten = Ad.objects.select_for_update().filter(state=Ad.State.UNCONFIRMED, created_at__lt=deadline)
        numbers = [ad.pk for ad in forgotten]
        versions = AdVersion.objects.filter(ad__in=numbers)
        images = list(versions.values_list("image", flat=True))
        versions.delete()
        Ad.objects.filter(pk__in=numbers).delete()
        unknown = Advertiser.objects.filter(confirmed_at=None, created_at__lt=deadline)
        unknown.filter(ads=None, account=None).delete()
    for image in images:
        default_storage.delete(image)
