from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ads import documents, ledger, links
from ads.balances import taken_back_cents
from ads.models import Advertiser, Checkout, Transaction
from ads.money import dollars
from ads.providers import PROVIDERS
from ads.services.charging import give_back
from ads.services.receiving import receive, refuse_beyond, take_back
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.refusals import Refused

_KIND = Transaction.Kind
REVERSIBLE = (_KIND.PAYMENT, _KIND.CLICK, _KIND.CREDIT, _KIND.PROMOTION)


class Recorded(NamedTuple):
    payment: Transaction
    is_new: bool


def record_payment(advertiser: Advertiser, *, cents: int, reference: str, by, note: str = "") -> Recorded:
    """Add a received payment to the advertiser's balance, once for each ``reference``, and issue its receipt.

    What the advertiser owes is settled first. The same payment recorded again gives the same transaction, and
    nothing moves. Raises Refused for the same reference with another amount or advertiser, for one that was
    reversed, and for an advertiser who never confirmed the e-mail address.
    """
    reference = " ".join(reference.split())
    if cents <= 0 or not reference:
        raise Refused("A payment has an amount above zero and a reference.")
    if not Advertiser.objects.filter(pk=advertiser.pk, confirmed_at__isnull=False).exists():
        raise Refused("This advertiser has not confirmed the e-mail address yet.")
    try:
        with transaction.atomic():
            payment = receive(
                advertiser,
                cents=cents,
                key=f"payment:{reference.lower()}",
                at=database_now(),
                words=_("Advertising balance, reference %s") % reference,
                by=by,
                note=note,
            )
            after = {"cents": cents, "reference": reference, "account": ledger.account_code(advertiser.pk)}
            record("recorded", payment, by=by, after=after)
            tell_of_payment(payment, reference)
    except IntegrityError:
        return Recorded(_same_payment(reference, advertiser, cents), is_new=False)
    return Recorded(payment, is_new=True)


def tell_of_payment(payment: Transaction, reference: str) -> None:
    """Mail the advertiser that the money is there, with the receipt's address."""
    receipt = payment.document
    context = {
        "amount": dollars(receipt.cents),
        "reference": reference,
        "path": links.money_path(receipt.advertiser),
        "receipt_path": links.document_path(receipt),
    }
    queue_mail(receipt.advertiser.email, "ads/mail/payment.txt", context)


def _same_payment(reference, advertiser, cents):
    earlier = Transaction.objects.get(key=f"payment:{reference.lower()}")
    own = Q(account__advertiser=advertiser) | Q(account__owed_by=advertiser)
    is_same = earlier.entries.filter(account_id=ledger.CASH, cents=-cents).exists()
    if not is_same or not earlier.entries.filter(own).exists():
        raise Refused(f"The reference {reference} was already recorded for another payment.")
    if Transaction.objects.filter(reversal_of=earlier).exists():
        raise Refused(
            f"The payment with the reference {reference} was reversed. If it arrived after all, "
            "record it under another reference."
        )
    return earlier


def reverse_transaction(posted: Transaction, *, by, note: str) -> Transaction:
    """Take a transaction back by its opposite, at most once ever: what was recorded wrongly, or a click.

    A payment's reversal has its credit note. Raises Refused when it was taken back before, by whomever, when
    the money is already spent, for a payment that a provider reports, and for what ends in another way
    (refunds, disputes, write-offs).
    """
    if posted.kind == _KIND.REVERSAL:
        raise Refused("A reversal cannot itself be reversed.")
    if posted.kind not in REVERSIBLE:
        raise Refused("This is how something ended; it is not taken back. Record what happened since.")
    try:
        with transaction.atomic():
            if posted.kind == _KIND.PAYMENT:
                _hold_by_hand(posted)
            reversal = ledger.reverse(posted, at=database_now(), by=by, note=note)
            if posted.kind == _KIND.CLICK:
                give_back(posted.click)
            if posted.kind == _KIND.PAYMENT:
                receipt = posted.document
                words = _("Payment taken back: %s") % note
                documents.issue(
                    documents.CREDIT_NOTE,
                    reversal,
                    receipt.advertiser,
                    cents=receipt.cents,
                    words=words,
                    corrects=receipt,
                )
            record("reversed", posted, by=by, after={"note": note, "reversal": reversal.pk})
            return reversal
    except IntegrityError as again:
        raise Refused("This transaction was reversed before.") from again
    except ledger.UncoveredError as spent:
        raise Refused("This payment is already spent; what is left cannot cover its reversal.") from spent


def record_dispute(payment: Transaction, *, by, note: str) -> Transaction:
    """Record that a payment was taken back from us (a chargeback, a bounced transfer), spent or not.

    The advertiser's ads stop, the balance gives what it has, and the rest is owed. At most once for each
    payment; raises Refused for anything but a payment that stands, and for one that a provider reports: the
    provider tells of its disputes itself.
    """
    receipt = getattr(payment, "document", None)
    if payment.kind != _KIND.PAYMENT or receipt is None:
        raise Refused("Only a payment can be taken back from us.")
    try:
        with transaction.atomic():
            _hold_by_hand(payment)
            dispute = take_back(
                receipt.advertiser,
                cents=receipt.cents,
                key=f"dispute:payment:{payment.pk}",
                kind=_KIND.DISPUTE,
                at=database_now(),
                words=_("Payment taken back by your bank: %s") % note,
                by=by,
                note=note,
                corrects=receipt,
            )
            Checkout.objects.filter(payment=payment).update(disputed_at=database_now())
            record("recorded", dispute, by=by, after={"note": note, "payment": payment.pk})
            tell_of_dispute(dispute)
            return dispute
    except IntegrityError as again:
        raise Refused("This payment was taken back before.") from again


def may_take_back(payment: Transaction) -> bool:
    """Return whether staff may take the payment back: it is theirs to record, and all of it is still ours."""
    return not _is_reported(payment) and not taken_back_cents(payment.document)


def _is_reported(payment):
    """Whether a provider tells what becomes of the payment: by hand it would count twice."""
    checkout = Checkout.objects.filter(payment=payment).first()
    return checkout is not None and not PROVIDERS[checkout.provider].is_by_hand


def _hold_by_hand(payment):
    """Hold the account of a payment that staff may take back, all of it."""
    if _is_reported(payment):
        raise Refused("What becomes of this payment is reported by its provider, not by hand.")
    receipt = payment.document
    ledger.hold(receipt.advertiser)
    refuse_beyond(receipt, receipt.cents)


def tell_of_dispute(dispute: Transaction) -> None:
    """Mail the advertiser that money was taken back, what that left, and that the ads have stopped."""
    note = dispute.document
    context = {
        "amount": dollars(note.cents),
        "owed_cents": ledger.owed_cents(note.advertiser),
        "owed": dollars(ledger.owed_cents(note.advertiser)),
        "path": links.money_path(note.advertiser),
        "note_path": links.document_path(note),
    }
    queue_mail(note.advertiser.email, "ads/mail/dispute.txt", context)
