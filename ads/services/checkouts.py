from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ads import ledger
from ads.models import Advertiser, Checkout
from ads.providers import PROVIDERS, AwayError, RejectedError, available
from ads.services.payments import Recorded, record_payment, tell_of_payment
from ads.services.receiving import receive
from newsroom.clock import database_now
from newsroom.refusals import Refused

LEAST_CENTS, MOST_CENTS = 1_000, 10_000_000
MOST_RETRIES = 3
_STATE = Checkout.State


@transaction.atomic
def ask_checkout(advertiser: Advertiser, *, cents: int, provider: str) -> Checkout:
    """Note that the advertiser means to pay ``cents``; what is needed for that at the provider is a task.

    No request waits for another machine: the checkout's page looks again until it is ready. Raises Refused
    for a provider that is not offered, an amount out of bounds, and an advertiser who never confirmed.
    """
    if provider not in {known.name for known in available()}:
        raise Refused(_("This way to pay is not offered now."))
    if not LEAST_CENTS <= cents <= MOST_CENTS:
        raise Refused(_("This amount cannot be paid here."))
    if not Advertiser.objects.filter(pk=advertiser.pk, confirmed_at__isnull=False).exists():
        raise Refused(_("Please confirm your e-mail address first."))
    checkout = Checkout.objects.create(advertiser=advertiser, cents=cents, provider=provider)
    if PROVIDERS[provider].is_by_hand:
        _open(checkout)
    else:
        open_checkout.enqueue(number=checkout.pk)
    return checkout


@task
def open_checkout(number: int, attempt: int = 1) -> None:
    """Prepare the payment at its provider (task); one that is away is asked again: 5, 25, 125 s."""
    checkout = Checkout.objects.select_related("advertiser").get(pk=number)
    try:
        _open(checkout)
    except RejectedError:
        _end(checkout)
        raise
    except AwayError:
        if attempt > MOST_RETRIES:
            _end(checkout)
            raise
        again = timezone.now() + timedelta(seconds=5**attempt)
        open_checkout.using(run_after=again).enqueue(number=number, attempt=attempt + 1)


def _open(checkout):
    if checkout.state != _STATE.ASKED:
        return
    opened = PROVIDERS[checkout.provider].open(checkout)
    Checkout.objects.filter(pk=checkout.pk, state=_STATE.ASKED).update(
        state=_STATE.OPEN, session_id=opened.session_id, page_url=opened.page_url
    )


def _end(checkout):
    Checkout.objects.filter(pk=checkout.pk, state=_STATE.ASKED).update(state=_STATE.FAILED)


def settle_checkout(checkout: Checkout, *, by) -> Recorded:
    """Record that the money of an invoice has arrived, under the checkout's own reference, once."""
    if not PROVIDERS[checkout.provider].is_by_hand:
        raise Refused("This payment is reported by its provider, not by hand.")
    with transaction.atomic():
        recorded = record_payment(
            checkout.advertiser, cents=checkout.cents, reference=checkout.reference, by=by
        )
        unpaid = Checkout.objects.filter(pk=checkout.pk).exclude(state=_STATE.PAID)
        unpaid.update(state=_STATE.PAID, payment=recorded.payment)
    return recorded


def pay_checkout(checkout: Checkout, *, provider_payment: str) -> bool:
    """Post the payment that a provider reports, at most once; return whether this call did it.

    Inside the caller's atomic.
    """
    ledger.hold(checkout.advertiser)
    if Checkout.objects.get(pk=checkout.pk).state == _STATE.PAID:
        return False
    provider = PROVIDERS[checkout.provider]
    payment = receive(
        checkout.advertiser,
        cents=checkout.cents,
        key=f"payment:{provider.name}:{checkout.public_id}",
        at=database_now(),
        words=_("Advertising balance, %(way)s, reference %(reference)s")
        % {"way": str(provider.label).lower(), "reference": checkout.reference},
        note=str(provider.label),
    )
    Checkout.objects.filter(pk=checkout.pk).update(
        state=_STATE.PAID, payment=payment, provider_payment=provider_payment
    )
    tell_of_payment(payment, checkout.reference)
    return True
