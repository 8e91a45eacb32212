"""What the ads hold about one person who advertises.

What was approved and shown stays as it was, "paid for by" included: readers may know who paid. The books stay
too, with the number of an account and no name; so do receipts and credit notes, which the law keeps as they
were issued.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ads import ledger
from ads.models import Account, Ad, AdVersion, Advertiser, Checkout, Entry, Refund
from ads.money import dollars
from ads.services.reviews import pause_ad
from newsroom.persons import forget_in_logs, forget_tasks, of_address, remove
from newsroom.refusals import Refused

AWAITED_DAYS = 30  # after that nobody waits for the money of a payment that was begun


@transaction.atomic
def erase_advertiser(email: str) -> dict[str, int]:
    """Erase the advertiser with ``email``, and whatever of theirs was never approved, with its pictures.

    Ads that run stop at once. Raises Refused while money of theirs, or money that they owe, is on its way.
    """
    advertiser = of_address(Advertiser.objects.all(), email).first()
    if advertiser is None:
        return {}
    account = Account.objects.select_for_update().filter(advertiser=advertiser).first()
    _refuse_open_money(advertiser, account)
    # No key of an ad changes: whoever counts its showings need not wait, nor wait crosswise.
    ads = list(Ad.objects.select_for_update(no_key=True).filter(advertiser=advertiser).order_by("pk"))
    for ad in ads:
        pause_ad(ad)
    names = {advertiser.name, *AdVersion.objects.filter(ad__in=ads).values_list("paid_by", flat=True)}
    gone = {
        "versions that were never approved": _forget_versions(ads),
        "queued or sent mails": forget_tasks(advertiser.email, *names),
        "entries of the audit log": forget_in_logs([advertiser, *ads]),
        "advertiser": 1,
    }
    for ad in Ad.objects.filter(advertiser=advertiser, versions=None):
        remove(ad)
    if account and not account.entries.exists():
        account.delete()
    nobody = f"erased-{advertiser.pk}@erased.invalid"
    remove(advertiser, email=nobody, confirmed_at=None, secret=uuid.uuid4())
    return gone


def _refuse_open_money(advertiser, account):
    """Raise Refused while money is left, owed or on its way; a bill that nobody paid for long has ended."""
    if account and account.balance_cents:
        left = dollars(account.balance_cents)
        raise Refused(f"{advertiser.email} has {left} on the balance: refund it first.")
    if owed := ledger.owed_cents(advertiser):
        raise Refused(f"{advertiser.email} owes {dollars(owed)}: have it paid, or write it off first.")
    if refund := advertiser.refunds.filter(state=Refund.State.ASKED).first():
        raise Refused(
            f"{dollars(refund.cents)} are on the way back to {advertiser.email}: pay them out first."
        )
    begun = advertiser.checkouts.filter(state__in=(Checkout.State.ASKED, Checkout.State.OPEN))
    awaited = begun.filter(asked_at__gt=timezone.now() - timedelta(days=AWAITED_DAYS)).first()
    if awaited:
        ends = timezone.localdate(awaited.asked_at) + timedelta(days=AWAITED_DAYS)
        raise Refused(
            f"{advertiser.email} has begun to pay {dollars(awaited.cents)}, reference {awaited.reference}:"
            f" record it, or wait until {ends:%d %B %Y}."
        )
    begun.update(state=Checkout.State.ENDED)


def what_is_known(email: str) -> Iterator[tuple[str, dict]]:
    """Yield what the ads hold of the address, what it is and its values."""
    for advertiser in of_address(Advertiser.objects.all(), email):
        yield "advertiser", _values(advertiser, but="secret")
        for ad in Ad.objects.filter(advertiser=advertiser).order_by("pk"):
            yield "ad", _values(ad)
            for version in ad.versions.order_by("number"):
                yield "version of an ad", _values(version, but="decided_by_id")
        entries = Entry.objects.filter(account__advertiser=advertiser).order_by("pk")
        columns = ("transaction_id", "transaction__kind", "transaction__at", "transaction__note", "cents")
        for entry in entries.values(*columns).iterator():
            yield "entry of the books", {name.rpartition("__")[2]: value for name, value in entry.items()}
        for document in advertiser.documents.order_by("pk"):
            yield document.get_kind_display(), _values(document)
        for checkout in advertiser.checkouts.order_by("pk"):
            yield "payment begun", _values(checkout)
        for refund in advertiser.refunds.order_by("pk"):
            yield "refund", _values(refund)
        for key in advertiser.keys.order_by("pk"):
            yield key.get_kind_display(), _values(key, but="secret_hash")


def _values(row, but=""):
    names = [field.attname for field in row._meta.concrete_fields if field.attname != but]
    return {name: getattr(row, name) for name in names}


def _forget_versions(ads):
    versions = AdVersion.objects.filter(ad__in=ads, approved_at=None)
    images = set(versions.values_list("image", flat=True))
    count = versions.count()
    versions.delete()
    for image in images - set(AdVersion.objects.filter(image__in=images).values_list("image", flat=True)):
        transaction.on_commit(lambda image=image: default_storage.delete(image))
    return count
