"""What an advertiser reads about money: each figure from the books, each move with its document."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum, Window
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
from ads.providers import ASKED_AGAIN_WITHIN, BY_HAND, PROVIDERS

SHOWN = 100
REFUSED_DAYS = 7  # for which a refused message shows on the desk, and one that waits
WAITS_AN_HOUR = timedelta(hours=1)  # for its payment; longer is for somebody to look at
_STATE = Checkout.State
_KIND = Transaction.Kind


def money(advertiser: Advertiser) -> dict:
    """Return what the page about money shows: balance, debt, refunds, and every move, the clicks as one.

    The moves that are shown, the earlier ones, and the clicks add up to the balance less the debt.
    """
    own = Q(account__advertiser=advertiser) | Q(account__owed_by=advertiser)
    of_clicks = Q(transaction__kind=_KIND.CLICK) | Q(transaction__reversal_of__kind=_KIND.CLICK)
    lines = Entry.objects.filter(own).exclude(of_clicks)
    sums = (
        Entry.objects.filter(own)
        .order_by()
        .aggregate(clicks=Sum("cents", filter=of_clicks, default=0), all=Sum("cents", default=0))
    )
    documents = Document.objects.filter(advertiser=advertiser).select_related("advertiser")
    transactions = documents.order_by().values("transaction")
    known = Q(pk__in=lines.order_by().values("transaction")) | Q(pk__in=transactions)
    ours = Q(entries__account__advertiser=advertiser) | Q(entries__account__owed_by=advertiser)
    moves = Transaction.objects.filter(known).annotate(cents=Sum("entries__cents", filter=ours, default=0))
    moves = list(moves.order_by("-at", "-pk")[:SHOWN])
    earlier_cents = sums["all"] - sums["clicks"] - sum(row.cents for row in moves)
    by_transaction = {row.transaction_id: row for row in documents.filter(transaction__in=moves)}
    account = getattr(advertiser, "account", None)
    return {
        "advertiser": advertiser,
        "balance_cents": account.balance_cents if account else 0,
        "owed_cents": ledger.owed_cents(advertiser),
        "promotional_cents": promotional_cents(advertiser),
        "refundable_cents": refundable_cents(advertiser),
        "moves": [_move(row, by_transaction.get(row.pk)) for row in moves],
        "clicks_cents": sums["clicks"],
        "earlier_cents": earlier_cents,
        "total_cents": sums["all"],
        "refunds": Refund.objects.filter(advertiser=advertiser, state=Refund.State.ASKED),
        "open_checkouts": advertiser.checkouts.filter(state__in=(_STATE.ASKED, _STATE.OPEN))[:5],
        "status_path": links.status_path(advertiser),
    }


def _move(posted, document):
    path = links.document_path(document) if document else ""
    return {"posted": posted, "document": document, "path": path, "cents": posted.cents}


def checkout(checkout: Checkout) -> dict:
    """Return what the page of one payment shows; its address is known to the provider: no more than that."""
    document = checkout.payment.document if checkout.payment_id else None
    return {
        "checkout": checkout,
        "provider": PROVIDERS[checkout.provider],
        "is_awaited": checkout.state == _STATE.ASKED,
        "document_path": links.document_path(document) if document else "",
        "bank_details": settings.AD_BANK_DETAILS,
    }


def waiting_money(most: int) -> dict:
    """Return what waits for somebody at the desk: odd clicks, refunds to transfer, messages to look at."""
    now = timezone.now()
    told = ProviderEvent.objects.filter(at__gt=now - timedelta(days=REFUSED_DAYS))
    stuck = Q(state=ProviderEvent.State.WAITING, at__lt=now - WAITS_AN_HOUR)
    unanswered = Q(provider=BY_HAND) | Q(asked_at__lte=now - ASKED_AGAIN_WITHIN)
    waiting = (
        (ClickAlert.objects.filter(state=ClickAlert.State.OPEN), ["ad__advertiser"], _odd),
        (Refund.objects.filter(unanswered, state=Refund.State.ASKED), ["advertiser"], _to_transfer),
        (told.filter(stuck | Q(state=ProviderEvent.State.REFUSED)), [], _outcome),
    )
    rows, count = [], 0
    for queryset, related, say in waiting:
        found = queryset.select_related(*related).annotate(total=Window(Count("pk")))[:most]
        count += found[0].total if found else 0
        rows += [
            {
                "text": str(row),
                "note": say(row),
                "href": reverse(f"admin:ads_{row._meta.model_name}_change", args=[row.pk]),
            }
            for row in found
        ]
    return {"count": count, "rows": rows[:most], "href": reverse("admin:ads_clickalert_changelist")}


def _odd(alert):
    return f"{alert.ad.advertiser}: {alert.odd} of {alert.clicks} clicks"


def _to_transfer(refund):
    owed = f"{refund.advertiser}: {dollars(refund.cents)}"
    return f"{owed} to transfer" if refund.provider == BY_HAND else f"{owed}, never answered by its provider"


def _outcome(event):
    return event.outcome
