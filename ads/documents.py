"""Receipts and credit notes: issued in the transaction that moves the money, numbered without gaps."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from ads.models import Advertiser, Document, DocumentCounter, Transaction
from ads.money import tax_within

RECEIPT, CREDIT_NOTE = Document.Kind.RECEIPT, Document.Kind.CREDIT_NOTE


def issue(  # noqa: PLR0913 - one document has that many facts, each by name
    kind: str, posted: Transaction, advertiser: Advertiser, *, cents: int, words: str, corrects=None
) -> Document:
    """Issue the document for ``posted``, with seller and buyer as they are now, inside the posting's atomic.

    A credit note has the tax rate of the receipt that it ``corrects``, or else of the last receipt: what was
    taxed then is untaxed now. The number comes from one counter row that stays locked until the end.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A document is part of the transaction of its posting.")
    advertiser.refresh_from_db(
        fields=["name", "billing_name", "billing_address", "tax_number", "tax_basis_points"]
    )
    if kind == CREDIT_NOTE:
        receipts = Document.objects.filter(advertiser=advertiser, kind=RECEIPT)
        like = corrects or receipts.order_by("number").last()
    else:
        like = None
    rate = like.tax_basis_points if like else _rate_of(advertiser)
    return Document.objects.create(
        kind=kind,
        number=_next_number(kind),
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
        corrects=corrects,
    )


def _rate_of(advertiser):
    own = advertiser.tax_basis_points
    return settings.AD_TAX_BASIS_POINTS if own is None else own


def _next_number(kind):
    """The next number of this kind; the row stays ours until the transaction ends, whichever way."""
    counter = DocumentCounter.objects.filter(kind=kind)
    if not counter.update(last=F("last") + 1):
        DocumentCounter.objects.bulk_create([DocumentCounter(kind=kind)], ignore_conflicts=True)
        counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()
