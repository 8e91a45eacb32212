from django.db import IntegrityError, transaction

from ads import ledger, links
from ads.models import Advertiser, Transaction
from ads.money import dollars
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.refusals import Refused

_CREDIT = (Transaction.Kind.CREDIT, ledger.CREDITS)
_PROMOTION = (Transaction.Kind.PROMOTION, ledger.PROMOTIONS)


def give_credit(advertiser: Advertiser, *, cents: int, once: str, by, note: str) -> Transaction:
    """Add a credit to the balance, for a reason that the advertiser reads; it can be refunded like a payment.

    The same ``once`` is given once: a form that is sent twice gives the first one's transaction. Raises
    Refused without an amount or a reason, and for an advertiser who never confirmed the address.
    """
    return _give(_CREDIT, advertiser, cents=cents, once=once, by=by, note=note)


def give_promotion(advertiser: Advertiser, *, cents: int, once: str, by, note: str) -> Transaction:
    """Add promotional money to the balance: it is spent before the advertiser's own and never paid out.

    Otherwise as ``give_credit``.
    """
    return _give(_PROMOTION, advertiser, cents=cents, once=once, by=by, note=note)


def _give(gift, advertiser, *, cents, once, by, note):  # noqa: PLR0913 - each by name
    kind, account = gift
    if cents <= 0 or not note.strip():
        raise Refused("Say how much, and why, in words for the advertiser.")
    if not Advertiser.objects.filter(pk=advertiser.pk, confirmed_at__isnull=False).exists():
        raise Refused("This advertiser has not confirmed the e-mail address yet.")
    key, code = f"{kind}:{once}", ledger.account_code(advertiser.pk)
    try:
        with transaction.atomic():
            ledger.open_accounts(advertiser)
            entries = {code: cents, account: -cents}
            posted = ledger.post(kind, key, entries, at=database_now(), by=by, note=note.strip())
            record("gave", posted, by=by, after={"cents": cents, "note": note.strip(), "account": code})
            context = {
                "amount": dollars(cents),
                "word": str(kind.label),
                "note": note.strip(),
                "path": links.money_path(advertiser),
            }
            queue_mail(advertiser.email, "ads/mail/credit.txt", context)
            return posted
    except IntegrityError:
        earlier = Transaction.objects.get(key=key)
        if not earlier.entries.filter(account_id=code, cents=cents).exists():
            raise Refused("This form was sent before, with other words. Please open it anew.") from None
        return earlier


@transaction.atomic
def write_off(advertiser: Advertiser, *, cents: int, by, note: str) -> Transaction:
    """Give up ``cents`` that the advertiser owes: it becomes our loss.

    Raises Refused unless that is exactly what is owed now, and without a reason.
    """
    _, owed = ledger.hold(advertiser)
    if not note.strip():
        raise Refused("Say why this is given up.")
    if not owed or owed != cents:
        raise Refused(f"This advertiser owes {dollars(owed)} now. Nothing was written off.")
    count = Transaction.objects.filter(
        kind=Transaction.Kind.WRITE_OFF, entries__account=ledger.receivable_code(advertiser.pk)
    ).count()
    posted = ledger.post(
        Transaction.Kind.WRITE_OFF,
        f"write_off:{advertiser.pk}:{count + 1}",
        {ledger.receivable_code(advertiser.pk): owed, ledger.LOSSES: -owed},
        at=database_now(),
        by=by,
        note=note.strip(),
    )
    record("wrote off", posted, by=by, after={"cents": owed, "note": note.strip()})
    return posted
