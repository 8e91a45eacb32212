"""Stripe Checkout: a page at Stripe's, and signed messages from there. Needs the optional package ``stripe``.

The package writes requests and reads answers; the line itself is ``newsroom.outgoing``, the house's one door
to other machines. Every request that does something carries our own row's id as its idempotency key.
"""

import json
from functools import cache
from importlib.util import find_spec
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ads.models import Checkout, Refund
from ads.money import CURRENCY
from ads.providers.words import AwayError, Event, ForgedError, Happening, Opened, RejectedError
from newsroom import outgoing
from newsroom.site import absolute

NETWORK = outgoing.INTERNET  # only tests have another one
_KINDS = {
    "checkout.session.completed": Happening.PAID,
    "checkout.session.async_payment_succeeded": Happening.PAID,
    "checkout.session.async_payment_failed": Happening.ENDED,
    "checkout.session.expired": Happening.ENDED,
    "refund.created": Happening.REFUNDED,
    "refund.updated": Happening.REFUNDED,
    "refund.failed": Happening.REFUND_FAILED,
    "charge.refund.updated": Happening.REFUNDED,
    "charge.dispute.created": Happening.DISPUTED,
    "charge.dispute.funds_withdrawn": Happening.DISPUTED,
    "charge.dispute.funds_reinstated": Happening.DISPUTE_WON,
    "charge.dispute.closed": Happening.OTHER,
}
_FAILED = ("failed", "canceled")


# What the line writes itself, and what tells more of this machine than anybody needs.
_OURS = {
    *("content-type", "content-length", "host", "user-agent", "accept-encoding", "connection"),
    *("x-stripe-client-user-agent", "x-stripe-client-telemetry"),
}


class StripeCheckout:
    name = "stripe"
    label = _("By card, at Stripe")
    is_by_hand = False

    @property
    def is_on(self) -> bool:
        has_keys = bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)
        return has_keys and _is_installed()

    def open(self, checkout: Checkout) -> Opened:
        back = absolute(reverse("ads:checkout", args=[checkout.public_id]))
        price = {
            "currency": CURRENCY,
            "unit_amount": checkout.cents,
            "product_data": {"name": f"Advertising with {settings.SITE_NAME}"},
        }
        said = {
            "mode": "payment",
            "client_reference_id": str(checkout.public_id),
            "customer_email": checkout.advertiser.email,
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": {"checkout": str(checkout.public_id)},
            "payment_intent_data": {"metadata": {"checkout": str(checkout.public_id)}},
            "success_url": back,
            "cancel_url": back,
        }
        session = _asked(lambda api, once: api.checkout.sessions.create(said, once), checkout.public_id)
        return Opened(session_id=session.id, page_url=session.url)

    def refund(self, refund: Refund) -> str:
        said = {
            "payment_intent": refund.checkout.provider_payment,
            "amount": refund.cents,
            "metadata": {"refund": str(refund.public_id)},
        }
        given = _asked(lambda api, once: api.refunds.create(said, once), refund.public_id)
        if given.status in _FAILED:
            raise RejectedError(f"Stripe could not refund it ({given.status}).")
        return given.id

    def read_event(self, body: bytes, signature: str) -> Event:
        """Return what a message says; raises ForgedError unless Stripe signed it within five minutes."""
        import stripe  # noqa: PLC0415 - an optional package

        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(
                text, signature, settings.STRIPE_WEBHOOK_SECRET, stripe.Webhook.DEFAULT_TOLERANCE
            )
            return _event(json.loads(text))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ForgedError("It is not signed by Stripe, or cannot be read.") from fault


@cache
def _is_installed():
    return find_spec("stripe") is not None


def _event(said):
    about, happening = said["data"]["object"], _KINDS.get(said["type"], Happening.OTHER)
    status = about.get("status") or ""
    if happening == Happening.PAID and about.get("payment_status") != "paid":
        happening = Happening.OTHER  # it is paid later, or never
    if happening == Happening.REFUNDED and status in _FAILED:
        happening = Happening.REFUND_FAILED
    if happening == Happening.DISPUTED and status.startswith("warning"):
        happening = Happening.DISPUTE_ASKED
    if said["type"] == "charge.dispute.closed" and status == "won":
        happening = Happening.DISPUTE_WON
    return Event(
        event_id=str(said["id"]),
        kind=str(said["type"])[:60],
        happening=happening,
        subject=str(about.get("id") or "")[:200],
        provider_payment=str(about.get("payment_intent") or "")[:200],
        cents=int(about.get("amount_total") or about.get("amount") or 0),
        currency=str(about.get("currency") or "")[:3],
        own_refund=_own_refund(about.get("metadata") or {}),
    )


def _own_refund(metadata):
    """The public id of a refund of ours; other programs may use the same word for something else."""
    try:
        return str(UUID(str(metadata.get("refund"))))
    except ValueError:
        return ""


def _asked(question, once):
    """The answer to ``question``, at most one deed however often it is asked with the same ``once``."""
    import stripe  # noqa: PLC0415 - an optional package

    api = stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=_line()).v1
    try:
        return question(api, {"idempotency_key": str(once)})
    except (stripe.APIConnectionError, stripe.RateLimitError) as away:
        raise AwayError(str(away)[:300]) from away
    except stripe.StripeError as fault:
        if fault.http_status is None or fault.http_status >= 500 or fault.http_status == 409:
            raise AwayError(str(fault)[:300]) from fault
        raise RejectedError(str(fault.user_message or fault)[:300]) from fault


def _line():
    """The package's line to Stripe: the house's own."""
    import stripe  # noqa: PLC0415 - an optional package

    class Line(stripe.HTTPClient):
        name = "newsroom"

        def request(self, method, url, headers, post_data=None):
            said = {name: str(value) for name, value in headers.items() if name.lower() not in _OURS}
            answer = outgoing.ask(
                url,
                method=method.upper(),
                body=(post_data or "").encode(),
                content_type="application/x-www-form-urlencoded",
                headers=said,
                network=NETWORK,
            )
            if answer.failure:
                raise stripe.APIConnectionError(f"Stripe: {answer.failure}.")
            return answer.body, answer.status, {}

        def close(self):
            """Every line is closed after its answer."""

    return Line()
