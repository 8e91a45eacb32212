"""By invoice: the advertiser transfers the money, and staff record it when it is there."""

from django.utils.translation import gettext_lazy as _

from ads.models import Checkout, Refund
from ads.providers.words import Opened, RejectedError


class Invoice:
    name = "invoice"
    label = _("By invoice and bank transfer")
    is_by_hand = True
    is_on = True

    def open(self, checkout: Checkout) -> Opened:
        return Opened(session_id=checkout.reference)

    def refund(self, refund: Refund) -> str:
        raise RejectedError("Staff transfer this money and record it.")
