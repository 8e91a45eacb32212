import uuid

from django.db import transaction

from ads import links
from ads.models import Advertiser
from newsroom.audit import record, record_change
from newsroom.mail import queue_mail
from newsroom.models import User
from newsroom.refusals import Refused


@transaction.atomic
def renew_addresses(advertiser: Advertiser, *, by: User | None) -> None:
    """End every private address given to the advertiser, and mail a new one.

    Raises Refused for an advertiser who never confirmed the e-mail address and so was given none.
    """
    secret = uuid.uuid4()
    if not Advertiser.objects.filter(pk=advertiser.pk, confirmed_at__isnull=False).update(secret=secret):
        raise Refused("This advertiser has not confirmed the e-mail address yet.")
    advertiser.secret = secret
    record("renewed the addresses of", advertiser, by=by)
    queue_mail(advertiser.email, "ads/mail/renewed.txt", {"path": links.status_path(advertiser)})


@transaction.atomic
def set_billing(advertiser: Advertiser, *, name: str, address: str, tax_number: str) -> None:
    """Keep what the advertiser's next documents say about the buyer; those issued stay as they are."""
    _change(advertiser, by=None, billing_name=name, billing_address=address, tax_number=tax_number)


@transaction.atomic
def set_tax_rate(advertiser: Advertiser, *, basis_points: int | None, by) -> None:
    """Tax the advertiser's next payments at their own rate (hundredths of a percent), or at the paper's."""
    if basis_points is not None and not 0 <= basis_points <= 10_000:
        raise Refused("A tax rate is between 0 and 100 percent.")
    _change(advertiser, by=by, tax_basis_points=basis_points)


def _change(advertiser, *, by, **after):
    before = {name: getattr(advertiser, name) for name in after}
    Advertiser.objects.filter(pk=advertiser.pk).update(**after)
    record_change("changed the billing of", advertiser, by=by, before=before, after=after)
