import uuid

from django.db import transaction

from ads import links
from ads.models import Advertiser
from newsroom.audit import record
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
