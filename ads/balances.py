"""What of a balance is whose: money that was paid, and money that we gave for promotion."""

from django.db.models import Q, Sum

from ads import ledger
from ads.models import Account, Advertiser, Entry, Transaction

_KIND = Transaction.Kind


def promotional_cents(advertiser: Advertiser) -> int:
    """Return how much of the balance is promotional money; it is spent first.

    After each promotion it is that promotion and what came later, less the clicks since: the most that any
    promotion leaves is what is left.
    """
    own = Entry.objects.filter(account_id=ledger.account_code(advertiser.pk))
    gifts = own.filter(transaction__kind=_KIND.PROMOTION, transaction__reversed_by=None)
    clicks = own.filter(Q(transaction__kind=_KIND.CLICK) | Q(transaction__reversal_of__kind=_KIND.CLICK))
    left = given = 0
    for number, cents in gifts.order_by("-transaction_id").values_list("transaction_id", "cents"):
        given += cents
        spent = -(clicks.filter(transaction_id__gt=number).aggregate(total=Sum("cents"))["total"] or 0)
        left = max(left, given - max(spent, 0))
    return left


def refundable_cents(advertiser: Advertiser) -> int:
    """Return what the advertiser gets back on request: the balance without promotional money; 0 in debt."""
    spendable = Account.objects.filter(pk=ledger.account_code(advertiser.pk))
    balance = spendable.values_list("balance_cents", flat=True).first() or 0
    if ledger.owed_cents(advertiser):
        return 0
    return max(0, balance - promotional_cents(advertiser))
