"""The ad desk: what waits, who pays, every click, and the books, which nobody edits."""

from ads.admin.accounts import AccountAdmin
from ads.admin.ads import AdAdmin
from ads.admin.advertisers import AdvertiserAdmin
from ads.admin.alerts import ClickAlertAdmin
from ads.admin.books import ClickAdmin, TransactionAdmin
from ads.admin.payments import CheckoutAdmin, DocumentAdmin, ProviderEventAdmin, RefundAdmin
from ads.admin.prices import PlacePriceAdmin

__all__ = [
    "AccountAdmin",
    "AdAdmin",
    "AdvertiserAdmin",
    "CheckoutAdmin",
    "ClickAdmin",
    "ClickAlertAdmin",
    "DocumentAdmin",
    "PlacePriceAdmin",
    "ProviderEventAdmin",
    "RefundAdmin",
    "TransactionAdmin",
]
