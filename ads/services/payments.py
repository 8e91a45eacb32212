from typing import NamedTuple

from django.db import IntegrityError, transaction

from ads import ledger, links
from ads.models import Advertiser, Transaction
from ads.money import dollars
from ads.services.charging import give_back
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.refusals import Refused


class Recorded(NamedTuple):
    payment: Transaction
    is_new: bool


def record_payment(advertiser: Advertiser, *, cents: int, reference: str, by, note: str = "") -> Recorded:
    """Add a received payment to the advertiser's balance, once for each ``reference``.

    The same payment recorded again gives the same transaction, and nothing moves. Raises Refused for the
    same reference with another amount or advertiser, for one that was reversed, and for an advertiser who
    never confirmed the e-mail address.
    """
    reference = " ".join(reference.split())
    code = ledger.account_code(advertiser.pk)
    if cents <= 0 or not reference:
        raise Refused("A payment has an amount above zero and a reference.")
    if not Advertiser.objects.filter(pk=advertiser.pk, confirmed_at__isnull=False).exists():
        raise Refused("This advertiser has not confirmed the e-mail address yet.")
    try:
        with transaction.atomic():
            ledger.open_accounts(advertiser)
            payment = ledger.post(
                Transaction.Kind.PAYMENT,
                f"payment:{reference.lower()}",
                {code: cents, ledger.CASH: -cents},
                at=database_now(),
                by=by,
                note=note,
            )
            record(
                "recorded", payment, by=by, after={"cents": cents, "reference": reference, "account": code}
            )
            queue_mail(
                advertiser.email,
                "ads/mail/payment.txt",
                {"amount": dollars(cents), "reference": reference, "path": links.status_path(advertiser)},
            )
    except IntegrityError:
        return Recorded(_same_payment(reference, code, cents), is_new=False)
    return Recorded(payment, is_new=True)


def _same_payment(reference, code, cents):
    earlier = Transaction.objects.get(key=f"payment:{reference.lower()}")
    if not earlier.entries.filter(account_id=code, cents=cents).exists():
        raise Refused(f"The reference {reference} was already recorded for another payment.")
    if Transaction.objects.filter(reversal_of=earlier).exists():
        raise Refused(
            f"The payment with the reference {reference} was reversed. If it arrived after all, "
            "record it under another reference."
        )
    return earlier


def reverse_transaction(posted: Transaction, *, by, note: str) -> Transaction:
    """Take a transaction back by its opposite, at most once ever: a payment recorded wrongly, or a click.

    Raises Refused when it was taken back before, or when the money is already spent.
    """
    if posted.kind == Transaction.Kind.REVERSAL:
        raise Refused("A reversal cannot itself be reversed.")
    try:
        with transaction.atomic():
            reversal = ledger.reverse(posted, at=database_now(), by=by, note=note)
            if posted.kind == Transaction.Kind.CLICK:
                give_back(posted.click)
            record("reversed", posted, by=by, after={"note": note, "reversal": reversal.pk})
            return reversal
    except IntegrityError as again:
        raise Refused("This transaction was reversed before.") from again
    except ledger.UncoveredError as spent:
        raise Refused("This payment is already spent; what is left cannot cover its reversal.") from spent
