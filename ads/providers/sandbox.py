"""A till that takes no money, for tests and demonstrations; ``AD_SANDBOX`` is refused where others come."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ads.models import Checkout, Refund
from ads.providers.words import Event, Happening, Opened


class Sandbox:
    name = "sandbox"
    label = _("In the sandbox (no money moves)")
    is_by_hand = False

    @property
    def is_on(self) -> bool:
        return settings.AD_SANDBOX

    def open(self, checkout: Checkout) -> Opened:
        return Opened(
            session_id=f"sandbox-{checkout.public_id}",
            page_url=reverse("ads:sandbox", args=[checkout.public_id]),
        )

    def refund(self, refund: Refund) -> str:
        return f"sandbox-{refund.public_id}"

    def paid(self, checkout: Checkout) -> Event:
        """What a provider would tell us once ``checkout`` is paid."""
        return Event(
            event_id=f"paid-{checkout.public_id}",
            kind="sandbox.paid",
            happening=Happening.PAID,
            subject=checkout.session_id,
            provider_payment=f"payment-{checkout.public_id}",
            cents=checkout.cents,
            currency="usd",
        )
