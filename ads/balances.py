"""What of a balance is whose, and what of a payment was taken back."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat

from ads import ledger
from ads.models import Account, Advertiser, Document, Entry, Transaction
from ads.providers import BY_HAND

_KIND = Transaction.Kind


def promotional_cents(advertiser: Advertiser) -> int:
    """Return how much of the balance is promotional money; it is spent first.

    After each promotion it is that promotion and what came later, less the clicks since: the most that any
    promotion leaves is what is left.
    """
    own = Entry.objects.filter(account_id=ledger.account_code(advertiser.pk))
    gifts = own.filter(transaction__kind=_KIND.PROMOTION, transaction__reversed_by=None)
    clicks = own.filter(Q(transaction__kind=_KIND.CLICK) | Q(transaction__reversal_of__kind=_KIND.CLICK))
    later = clicks.filter(transaction_id__gt=OuterRef("transaction_id")).order_by().values("account")
    moved = Coalesce(later.annotate(total=Sum("cents")).values("total"), Value(0))
    left = given = 0
    for cents, by_clicks in (
        gifts.order_by("-transaction_id").annotate(moved=moved).values_list("cents", "moved")
    ):
        given += cents
        left = max(left, given - max(-by_clicks, 0))
    return left


def refundable_cents(advertiser: Advertiser) -> int:
    """Return what the advertiser gets back on request: the balance without promotional money; 0 in debt."""
    spendable = Account.objects.filter(pk=ledger.account_code(advertiser.pk))
    balance = spendable.values_list("balance_cents", flat=True).first() or 0
    if ledger.owed_cents(advertiser):
        return 0
    return max(0, balance - promotional_cents(advertiser))


def standing_notes() -> QuerySet[Document]:
    """Credit notes that took back from the payment that they correct, without those whose money came back.

    A refund that staff transferred gave the balance back, not the payment: its card may still be disputed.
    """
    notes = Document.objects.filter(kind=Document.Kind.CREDIT_NOTE, corrects__isnull=False)
    returned = Transaction.objects.filter(
        Q(reversal_of=OuterRef("transaction")) | Q(key=Concat(OuterRef("transaction__key"), Value(":back")))
    )
    return notes.exclude(Exists(returned)).exclude(transaction__refund_paid__provider=BY_HAND)


def taken_back_cents(receipt: Document) -> int:
    """Return how much of the payment of ``receipt`` was taken back: by refunds, disputes or a reversal."""
    return standing_notes().filter(corrects=receipt).aggregate(total=Sum("cents", default=0))["total"]
