import logging

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ads import documents, ledger, links
from ads.balances import refundable_cents
from ads.models import Advertiser, Checkout, Refund, Transaction
from ads.money import dollars
from ads.providers import ASKED_AGAIN_WITHIN, BY_HAND, PROVIDERS, AwayError, RejectedError
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.refusals import Refused

log = logging.getLogger(__name__)

_STATE = Refund.State


@transaction.atomic
def ask_refund(advertiser: Advertiser, *, by=None) -> list[Refund]:
    """Take the whole unused balance out of the account and have it paid back, to the cent.

    Card payments get back what they paid, the newest first; what is left is transferred by staff. Money that
    was given for promotion stays. Raises Refused when there is nothing to pay back or something is owed.
    """
    owed = ledger.hold(advertiser)[1]
    if owed:
        raise Refused(_("%s are still owed to us, so there is no unused balance.") % dollars(owed))
    left = refundable_cents(advertiser)
    if not left:
        raise Refused(_("There is no unused balance to pay back."))
    refunds = [_ask(advertiser, cents, checkout, by) for checkout, cents in _shares(advertiser, left)]
    context = {"amount": dollars(left), "path": links.money_path(advertiser)}
    queue_mail(advertiser.email, "ads/mail/refund_asked.txt", context)
    return refunds


def _shares(advertiser, left):
    """Where the money goes: (checkout or None, cents)."""
    paid = Checkout.objects.filter(advertiser=advertiser, state=Checkout.State.PAID, disputed_at=None)
    for checkout in paid.order_by("-payment_id"):
        provider = PROVIDERS.get(checkout.provider)
        if provider is None or provider.is_by_hand or not provider.is_on or not checkout.provider_payment:
            continue
        standing = checkout.refunds.exclude(state=_STATE.RETURNED).exclude(provider=BY_HAND)
        share = min(left, checkout.cents - (standing.aggregate(total=Sum("cents"))["total"] or 0))
        if share > 0:
            left -= share
            yield checkout, share
    if left:
        yield None, left


def _ask(advertiser, cents, checkout, by):
    refund = Refund(
        advertiser=advertiser,
        cents=cents,
        checkout=checkout,
        provider=checkout.provider if checkout else BY_HAND,
    )
    refund.posting = ledger.post(
        Transaction.Kind.REFUND,
        f"refund:{refund.public_id}",
        {ledger.account_code(advertiser.pk): -cents, ledger.REFUNDS_DUE: cents},
        at=database_now(),
        by=by,
        note=_("Unused balance paid back on request"),
    )
    refund.save(force_insert=True)
    if checkout:
        pay_out.enqueue(number=refund.pk)
    return refund


@task
def pay_out(number: int) -> None:
    """Have the provider pay a refund out, once (task); one that is away is asked again by the chore.

    Not when the task itself was late: what a provider has forgotten, it could pay again.
    """
    refund = Refund.objects.select_related("checkout", "advertiser").get(pk=number)
    provider = PROVIDERS[refund.provider]
    if refund.state != _STATE.ASKED or provider.is_by_hand or is_unanswered(refund):
        return
    try:
        reference = provider.refund(refund)
    except RejectedError as rejected:
        fail_refund(refund, why=str(rejected))
    except AwayError as away:
        Refund.objects.filter(pk=refund.pk, state=_STATE.ASKED).update(fault=str(away)[:300])
        log.warning("Refund %s is not paid out yet: %s", refund.pk, away)
    else:
        record_payout(refund, reference=reference)


def retry_refunds() -> None:
    """Ask providers again for refunds that they have not paid out (chore)."""
    since = timezone.now() - ASKED_AGAIN_WITHIN
    for refund in Refund.objects.filter(state=_STATE.ASKED, asked_at__gt=since).exclude(provider=BY_HAND):
        pay_out.enqueue(number=refund.pk)


def is_unanswered(refund: Refund) -> bool:
    """Return whether the provider was asked for so long that only people may ask on."""
    late = refund.asked_at <= timezone.now() - ASKED_AGAIN_WITHIN
    return refund.state == _STATE.ASKED and refund.provider != BY_HAND and late


@transaction.atomic
def hand_to_transfer(refund: Refund, *, by) -> None:
    """Leave a refund that its provider never answered to staff, who looked there and found none.

    Raises Refused for one that the provider may still answer.
    """
    ledger.hold(refund.advertiser)
    if not is_unanswered(Refund.objects.get(pk=refund.pk)):
        raise Refused("This refund does not wait for an answer that never came.")
    fail_refund(refund, why="Its provider never answered.")
    record("handed to transfer", refund, by=by, after={"cents": refund.cents})


@transaction.atomic
def record_payout(refund: Refund, *, reference: str, by=None) -> bool:
    """Post that the refund has left us, with its credit note; return whether this call did it.

    ``refund`` says by whom: when that has changed meanwhile, nothing is done. Raises Refused without a
    reference.
    """
    reference = " ".join(reference.split())
    if not reference:
        raise Refused("Say the reference of the transfer.")
    ledger.hold(refund.advertiser)
    if not Refund.objects.filter(pk=refund.pk, state=_STATE.ASKED, provider=refund.provider).exists():
        return False
    payout = ledger.post(
        Transaction.Kind.PAYOUT,
        f"payout:{refund.public_id}:{reference}"[:160],
        {ledger.REFUNDS_DUE: -refund.cents, ledger.CASH: refund.cents},
        at=database_now(),
        by=by,
        note=reference,
    )
    Refund.objects.filter(pk=refund.pk).update(
        state=_STATE.PAID, payout=payout, reference=reference[:200], fault=""
    )
    note = documents.issue(
        documents.CREDIT_NOTE,
        payout,
        refund.advertiser,
        cents=refund.cents,
        words=_("Unused advertising balance paid back, reference %s") % reference,
        corrects=_receipt_of(refund),
    )
    record("paid out", refund, by=by, after={"cents": refund.cents, "reference": reference})
    context = {
        "amount": dollars(refund.cents),
        "reference": reference,
        "note_path": links.document_path(note),
        "path": links.money_path(refund.advertiser),
    }
    queue_mail(refund.advertiser.email, "ads/mail/refund_paid.txt", context)
    return True


def _receipt_of(refund):
    return refund.checkout.payment.document if refund.checkout_id else None


@transaction.atomic
def fail_refund(refund: Refund, *, why: str) -> None:
    """Note that the provider did not pay the refund, or that it came back: staff pay it by transfer."""
    ledger.hold(refund.advertiser)
    refund = Refund.objects.select_related("payout", "advertiser").get(pk=refund.pk)
    if refund.provider == BY_HAND:
        return
    if refund.payout:
        back = ledger.reverse(refund.payout, at=database_now(), by=None, note=why[:300])
        words = _("Refund %s came back") % refund.reference
        documents.issue(documents.RECEIPT, back, refund.advertiser, cents=refund.cents, words=words)
    Refund.objects.filter(pk=refund.pk).update(
        state=_STATE.ASKED, provider=BY_HAND, payout=None, reference="", fault=why[:300]
    )


def note_refund_by_provider(checkout: Checkout, posted: Transaction, *, cents: int, reference: str) -> None:
    """Keep a refund that was made at the provider, not asked for here, beside ours."""
    Refund.objects.create(
        advertiser_id=checkout.advertiser_id,
        checkout=checkout,
        provider=checkout.provider,
        cents=cents,
        state=_STATE.PAID,
        reference=reference,
        posting=posted,
        payout=posted,
    )
