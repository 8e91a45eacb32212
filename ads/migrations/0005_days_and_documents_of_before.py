"""Gives the clicks and payments of before what each has had since: the day's spending, and a document."""

from collections import defaultdict

from django.conf import settings
from django.db import migrations
from django.utils.timezone import localdate

from ads.money import tax_within


def add_days(apps, schema_editor):
    """One row an ad and day, without a cap: what its charged clicks cost, but for those given back."""
    clicks = apps.get_model("ads", "Click").objects.filter(charged_cents__gt=0, transaction__reversed_by=None)
    spent = defaultdict(int)
    for ad, at, cents in clicks.values_list("ad_id", "at", "charged_cents").iterator():
        spent[ad, localdate(at)] += cents
    AdDay = apps.get_model("ads", "AdDay")
    rows = (AdDay(ad_id=ad, day=day, spent_cents=cents) for (ad, day), cents in spent.items())
    AdDay.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def add_documents(apps, schema_editor):
    """A receipt or credit note for each move of cash that has none, numbered in the order of the books.

    Seller, buyer and tax are as they are today: nobody wrote down what they were.
    """
    Entry, Counter = (apps.get_model("ads", name) for name in ("Entry", "DocumentCounter"))
    moves = Entry.objects.filter(account="cash", transaction__document=None).select_related("transaction")
    for move in moves.order_by("transaction__at", "transaction_id"):
        kind = "receipt" if move.cents < 0 else "credit_note"
        counter, _ = Counter.objects.get_or_create(kind=kind)
        counter.last += 1
        counter.save()
        _document(apps, move.transaction, kind, counter.last, abs(move.cents)).save()


def _document(apps, posted, kind, number, cents):
    Document, Advertiser = (apps.get_model("ads", name) for name in ("Document", "Advertiser"))
    advertiser = Advertiser.objects.get(account__entries__transaction=posted)
    rate = advertiser.tax_basis_points
    rate = settings.AD_TAX_BASIS_POINTS if rate is None else rate
    reference = posted.key.removeprefix("payment:")
    is_receipt = kind == "receipt"
    words = (
        f"Advertising balance, reference {reference}" if is_receipt else f"Payment taken back: {posted.note}"
    )
    return Document(
        kind=kind,
        number=number,
        transaction=posted,
        advertiser=advertiser,
        at=posted.at,
        cents=cents,
        tax_basis_points=rate,
        tax_cents=tax_within(cents, rate),
        words=words[:200],
        seller_name=settings.AD_SELLER_NAME,
        seller_address=settings.AD_SELLER_ADDRESS,
        seller_tax_number=settings.AD_SELLER_TAX_NUMBER,
        buyer_name=advertiser.billing_name or advertiser.name or advertiser.email,
        buyer_address=advertiser.billing_address,
        buyer_tax_number=advertiser.tax_number,
        corrects=Document.objects.filter(transaction=posted.reversal_of_id).first(),
    )


class Migration(migrations.Migration):
    dependencies = [("ads", "0004_campaigns")]

    operations = [
        migrations.RunPython(add_days, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(add_documents, migrations.RunPython.noop, elidable=True),
    ]
