"""What every provider is asked, and how it answers."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from ads.models import Checkout, Refund

# A provider remembers for a day what it was asked under one key: later the same question could pay twice.
ASKED_AGAIN_WITHIN = timedelta(hours=20)
BY_HAND = "invoice"  # the name of the way on which staff record what moves


class AwayError(Exception):
    """The provider cannot be reached or has no time; ask again later."""


class RejectedError(Exception):
    """The provider will not do it, however often it is asked; ``str()`` says why."""


class ForgedError(Exception):
    """A message that the provider did not sign."""


@dataclass(frozen=True)
class Opened:
    """A payment that waits for the advertiser: the provider's name for it, and the page where it is paid."""

    session_id: str
    page_url: str = ""


class Happening(StrEnum):
    """What a provider's message tells us, whatever words it uses."""

    PAID = "paid"
    ENDED = "ended"  # nobody paid in time
    REFUNDED = "refunded"
    REFUND_FAILED = "refund failed"
    DISPUTED = "disputed"
    DISPUTE_ASKED = "dispute announced"  # no money has moved
    DISPUTE_WON = "dispute won"
    OTHER = "other"


@dataclass(frozen=True)
class Event:
    """One message of a provider, checked to be its own."""

    event_id: str
    kind: str  # the provider's word
    happening: Happening
    subject: str = ""  # the session, refund or dispute it is about
    provider_payment: str = ""
    cents: int = 0
    currency: str = ""
    own_refund: str = ""  # the public id of a refund of ours, when it is one
    facts: dict = field(default_factory=dict)


class Provider(Protocol):
    """One way to pay. ``open`` and ``refund`` are called by tasks only."""

    name: str
    label: str  # on the button
    is_by_hand: bool  # staff record payments and refunds; nothing is asked of another machine

    @property
    def is_on(self) -> bool: ...

    def open(self, checkout: Checkout) -> Opened:
        """Prepare the payment; asked twice, it answers the same. Raises AwayError or RejectedError."""

    def refund(self, refund: Refund) -> str:
        """Give the money back once, and return the provider's name for that. Raises as ``open``."""
