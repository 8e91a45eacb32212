"""What payment providers tell us: each message counts once, in any order, or is refused for a reason."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ads import ledger
from ads.models import Checkout, ProviderEvent, Refund, Transaction
from ads.money import CURRENCY
from ads.providers import Event, Happening
from ads.services.checkouts import pay_checkout
from ads.services.payments import tell_of_dispute
from ads.services.receiving import receive, stop_ads, take_back
from ads.services.refunds import fail_refund, note_refund_by_provider, record_payout
from newsroom.clock import database_now
from newsroom.refusals import Refused

_KIND, _STATE = Transaction.Kind, ProviderEvent.State


class _WaitingError(Exception):
    """The message is about a payment that has not been reported yet."""


def take_event(provider: str, event: Event) -> ProviderEvent:
    """Do what ``event`` says, once however often it is delivered, and keep what came of it.

    A message that cannot be right is kept as refused, with its reason, and moves nothing. One that comes
    before its payment waits for it.
    """
    facts = {
        "happening": event.happening,
        "cents": event.cents,
        "currency": event.currency,
        "own_refund": event.own_refund,
    }
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = ProviderEvent.objects.create(
                    provider=provider,
                    event_id=event.event_id,
                    kind=event.kind,
                    subject=event.subject,
                    provider_payment=event.provider_payment,
                    facts=facts,
                )
        except IntegrityError:
            row = None
        if row:
            _take(row)
            return row
    known = _delivered_again(provider, event.event_id)
    return _take_again(known) if known.state == _STATE.WAITING else known


def take_waiting() -> None:
    """Take the messages again that waited for a payment which is in the books by now (chore).

    A payment and its dispute that arrive in one moment do not see each other.
    """
    paid = Checkout.objects.filter(
        provider=OuterRef("provider"), provider_payment=OuterRef("provider_payment")
    )
    waiting = ProviderEvent.objects.filter(state=_STATE.WAITING).exclude(provider_payment="")
    for row in waiting.filter(Exists(paid)).order_by("pk"):
        _take_again(row)


@transaction.atomic
def _take_again(row):
    """Take a message that waits, once: who holds the account sees what others made of it."""
    checkout = _checkout(row, provider_payment=row.provider_payment)
    if checkout is None:
        return row
    ledger.hold(checkout.advertiser)
    row.refresh_from_db()
    if row.state == _STATE.WAITING:
        _take(row)
    return row


def count_forged(provider: str, why: str) -> None:
    """Count a message that the provider did not sign: one row a day, whoever sends how many."""
    day = timezone.localdate().isoformat()
    words = {"kind": "forged", "state": _STATE.REFUSED, "outcome": why[:300]}
    _, is_new = ProviderEvent.objects.get_or_create(
        provider=provider, event_id=f"forged {day}", defaults=words
    )
    if not is_new:
        _delivered_again(provider, f"forged {day}")


def _delivered_again(provider, event_id):
    known = ProviderEvent.objects.filter(provider=provider, event_id=event_id)
    known.update(deliveries=F("deliveries") + 1)
    return known.get()


def _take(row):
    deed = _DEEDS.get(row.facts["happening"])
    try:
        with transaction.atomic():
            row.state, row.outcome = deed(row) if deed else (_STATE.IGNORED, "nothing to do")
    except _WaitingError:
        row.state, row.outcome = _STATE.WAITING, "its payment has not been reported yet"
    except Refused as refused:
        row.state, row.outcome = _STATE.REFUSED, str(refused)[:300]
    row.save(update_fields=["state", "outcome", "checkout"])


def _paid(row):
    row.checkout = checkout = _checkout(row, session_id=row.subject)
    if checkout is None:
        raise Refused("There is no checkout of ours with this session.")
    if (row.facts["cents"], row.facts["currency"]) != (checkout.cents, CURRENCY):
        raise Refused(f"{_amount(row)} were paid where {checkout.cents} {CURRENCY} were asked.")
    if not pay_checkout(checkout, provider_payment=row.provider_payment):
        return _STATE.IGNORED, "the payment was in the books before"
    for waiting in _waiting(row):
        _take(waiting)
    return _STATE.TAKEN, "the payment is in the books"


def _waiting(row):
    if not row.provider_payment:
        return []
    rows = ProviderEvent.objects.filter(provider=row.provider, state=_STATE.WAITING)
    return list(rows.filter(provider_payment=row.provider_payment).exclude(pk=row.pk).order_by("pk"))


def _ended(row):
    row.checkout = checkout = _checkout(row, session_id=row.subject)
    if checkout is None:
        raise Refused("There is no checkout of ours with this session.")
    unpaid = (Checkout.State.ASKED, Checkout.State.OPEN)
    if Checkout.objects.filter(pk=checkout.pk, state__in=unpaid).update(state=Checkout.State.ENDED):
        return _STATE.TAKEN, "nobody paid in time"
    return _STATE.IGNORED, "the checkout had ended before"


def _refunded(row):
    if row.facts["own_refund"]:
        is_new = record_payout(_own_refund(row), reference=row.subject)
        return (_STATE.TAKEN, "our refund is paid out") if is_new else (_STATE.IGNORED, "known before")
    checkout = _paid_checkout(row)
    posted = _take_back(
        row, checkout, _KIND.REFUND, Happening.REFUND_FAILED, _("Refund made at the provider")
    )
    if posted is None:
        return _STATE.IGNORED, "it was in the books, or had failed, before"
    note_refund_by_provider(checkout, posted, cents=row.facts["cents"], reference=row.subject)
    tell_of_dispute(posted)
    return _STATE.TAKEN, "a refund made at the provider is in the books"


def _refund_failed(row):
    if row.facts["own_refund"]:
        fail_refund(_own_refund(row), why="The provider could not pay it out.")
        return _STATE.TAKEN, "our refund did not arrive; staff pay it out"
    checkout = _paid_checkout(row)
    if not _come_back(row, checkout, _KIND.REFUND, _("Refund at the provider came back")):
        return _STATE.IGNORED, "what failed is not in the books"
    Refund.objects.filter(checkout=checkout, reference=row.subject).update(state=Refund.State.RETURNED)
    return _STATE.TAKEN, "the refund came back"


def _disputed(row):
    checkout = _paid_checkout(row)
    posted = _take_back(row, checkout, _KIND.DISPUTE, Happening.DISPUTE_WON, _("Payment disputed"))
    if posted is None:
        return _STATE.IGNORED, "it was in the books, or was won, before"
    Checkout.objects.filter(pk=checkout.pk).update(disputed_at=database_now())
    tell_of_dispute(posted)
    return _STATE.TAKEN, "the disputed money is taken back"


def _dispute_asked(row):
    stop_ads(_paid_checkout(row).advertiser)
    return _STATE.TAKEN, "the ads are stopped; no money has moved"


def _dispute_won(row):
    checkout = _paid_checkout(row)
    if not _come_back(row, checkout, _KIND.DISPUTE, _("Disputed payment returned")):
        return _STATE.IGNORED, "no such dispute is in the books"
    Checkout.objects.filter(pk=checkout.pk).update(disputed_at=None)
    return _STATE.TAKEN, "the disputed money is back"


_DEEDS = {
    Happening.PAID: _paid,
    Happening.ENDED: _ended,
    Happening.REFUNDED: _refunded,
    Happening.REFUND_FAILED: _refund_failed,
    Happening.DISPUTED: _disputed,
    Happening.DISPUTE_ASKED: _dispute_asked,
    Happening.DISPUTE_WON: _dispute_won,
}


def _checkout(row, **words):
    if not all(words.values()):
        return None
    known = Checkout.objects.select_related("advertiser", "payment__document")
    return known.filter(provider=row.provider, **words).first()


def _paid_checkout(row):
    """The checkout that the message's payment paid, with its advertiser's account held."""
    if not row.provider_payment:
        raise Refused("It does not say which payment it is about.")
    row.checkout = checkout = _checkout(row, provider_payment=row.provider_payment)
    if checkout is None:
        raise _WaitingError
    ledger.hold(checkout.advertiser)
    return checkout


def _own_refund(row):
    refund = Refund.objects.select_related("advertiser", "checkout__payment__document")
    known = refund.filter(provider=row.provider, public_id=row.facts["own_refund"]).first()
    if known is None:
        raise Refused("There is no refund of ours with this name.")
    if (row.facts["cents"], row.facts["currency"]) != (known.cents, CURRENCY):
        raise Refused(f"{_amount(row)} were refunded where {known.cents} {CURRENCY} were asked.")
    row.checkout = known.checkout
    return known


def _amount(row):
    return f"{row.facts['cents']} {row.facts['currency']}"


def _key(row, kind):
    return f"{kind}:{row.provider}:{row.subject}"[:150]


def _take_back(row, checkout, kind, end, words):
    """Post what was taken from us, once, and not at all when its end was told before its beginning."""
    if row.facts["currency"] != CURRENCY or not row.facts["cents"]:
        raise Refused(f"{_amount(row)} is not an amount of ours.")
    told = ProviderEvent.objects.filter(provider=row.provider, subject=row.subject, facts__happening=end)
    if told.exists() or Transaction.objects.filter(key=_key(row, kind)).exists():
        return None
    return take_back(
        checkout.advertiser,
        cents=row.facts["cents"],
        key=_key(row, kind),
        kind=kind,
        at=database_now(),
        words=f"{words}, {row.subject}",
        note=row.subject,
        corrects=checkout.payment.document,
    )


def _come_back(row, checkout, kind, words):
    """Post that what was taken is back, once; False when it is not in the books."""
    taken = Transaction.objects.filter(key=_key(row, kind)).select_related("document").first()
    key = f"{_key(row, kind)}:back"
    if taken is None or Transaction.objects.filter(key=key).exists():
        return False
    receive(
        checkout.advertiser,
        cents=taken.document.cents,
        key=key,
        kind=kind,
        at=database_now(),
        words=f"{words}, {row.subject}",
        note=row.subject,
    )
    return True
