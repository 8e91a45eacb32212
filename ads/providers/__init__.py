"""Who takes the money: each provider behind the same few verbs, so that nobody else knows how one works.

A provider prepares a payment, gives money back, and reads what its own messages say. It never touches the
books: amounts come from our rows, and ``ads.services`` posts. What leaves the machine does so in tasks.
"""

from ads.providers.invoice import Invoice
from ads.providers.sandbox import Sandbox
from ads.providers.stripe_checkout import StripeCheckout
from ads.providers.words import (
    ASKED_AGAIN_WITHIN,
    BY_HAND,
    AwayError,
    Event,
    ForgedError,
    Happening,
    Opened,
    Provider,
    RejectedError,
)

PROVIDERS: dict[str, Provider] = {
    provider.name: provider for provider in (Invoice(), StripeCheckout(), Sandbox())
}


def available() -> list[Provider]:
    """Return the providers by which an advertiser can pay now."""
    return [provider for provider in PROVIDERS.values() if provider.is_on]


__all__ = [
    "ASKED_AGAIN_WITHIN",
    "BY_HAND",
    "PROVIDERS",
    "AwayError",
    "Event",
    "ForgedError",
    "Happening",
    "Opened",
    "Provider",
    "RejectedError",
    "available",
]
