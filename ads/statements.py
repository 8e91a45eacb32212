"""What an advertiser reads about money: each figure from the books, each move with its document."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone

from ads import ledger, links
from ads.balances import promotional_cents, refundable_cents
from ads.models import (
    Advertiser,
    Checkout,
    ClickAlert,
    Document,
    Entry,
    ProviderEvent,
    Refund,
    Transaction,
)
from ads.money import dollars
from ads.providers import PROVIDERS

SHOWN = 100
REFUSED_DAYS = 7  # for which a refused message shows on the desk
_STATE = Checkout.State


def money(advertiser: Advertiser) -> dict:
    """Return what the page about money shows: balance, debt, refunds, and every move but clicks."""
    own = Q(account__advertiser=advertiser) | Q(account__owed_by=advertiser)
    lines = Entry.objects.filter(own).exclude(transaction__kind=Transaction.Kind.CLICK)
    lines = lines.exclude(transaction__reversal_of__kind=Transaction.Kind.CLICK)
    documents = Document.objects.filter(advertiser=advertiser).select_related("advertiser")
    by_transaction = {row.transaction_id: row for row in documents}
    known = Q(pk__in=lines.order_by().values("transaction")) | Q(pk__in=list(by_transaction))
    ours = Q(entries__account__advertiser=advertiser) | Q(entries__account__owed_by=advertiser)
    moves = Transaction.objects.filter(known).annotate(cents=Sum("entries__cents", filter=ours, default=0))
    moves = moves.order_by("-at", "-pk")[:SHOWN]
    account = getattr(advertiser, "account", None)
    return {
        "advertiser": advertiser,
        "balance_cents": account.balance_cents if account else 0,
        "owed_cents": ledger.owed_cents(advertiser),
        "promotional_cents": promotional_cents(advertiser),
        "refundable_cents": refundable_cents(advertiser),
        "moves": [_move(row, by_transaction.get(row.pk)) for row in moves],
        "refunds": Refund.objects.filter(advertiser=advertiser, state=Refund.State.ASKED),
        "open_checkouts": advertiser.checkouts.filter(state__in=(_STATE.ASKED, _STATE.OPEN))[:5],
        "status_path": links.status_path(advertiser),
    }


def _move(posted, document):
    path = links.document_path(document) if document else ""
    return {"posted": posted, "document": document, "path": path, "cents": posted.cents}


def checkout(checkout: Checkout) -> dict:
    """Return what the page of one payment shows."""
    document = checkout.payment.document if checkout.payment_id else None
    return {
        "checkout": checkout,
        "provider": PROVIDERS[checkout.provider],
        "is_awaited": checkout.state == _STATE.ASKED,
        "document_path": links.document_path(document) if document else "",
        "money_path": links.money_path(checkout.advertiser) if checkout.payment_id else "",
        "bank_details": settings.AD_BANK_DETAILS,
    }


def waiting_money(most: int) -> dict:
    """Return what waits for somebody at the desk: odd clicks, refunds to transfer, messages that were refused."""
    alerts = ClickAlert.objects.filter(state=ClickAlert.State.OPEN).select_related("ad__advertiser")
    refunds = Refund.objects.filter(state=Refund.State.ASKED, provider="invoice").select_related("advertiser")
    since = timezone.now() - timedelta(days=REFUSED_DAYS)
    refused = ProviderEvent.objects.filter(state=ProviderEvent.State.REFUSED, at__gt=since)
    rows = [(alert, str(alert.ad.advertiser)) for alert in alerts[:most]]
    rows += [
        (refund, f"{refund.advertiser}, {dollars(refund.cents)} to transfer") for refund in refunds[:most]
    ]
    rows += [(event, event.outcome) for event in refused[:most]]
    shown = [
        {
            "text": str(row),
            "note": note,
            "href": reverse(f"admin:ads_{row._meta.model_name}_change", args=[row.pk]),
        }
        for row, note in rows[:most]
    ]
    count = alerts.count() + refunds.count() + refused.count() if len(rows) >= most else len(rows)
    return {"count": count, "rows": shown, "href": reverse("admin:ads_clickalert_changelist")}
