"""The ad desk: what waits, who pays, every click, and the books, which nobody edits."""

from ads.admin.ads import AdAdmin
from ads.admin.advertisers import AdvertiserAdmin
from ads.admin.books import AccountAdmin, ClickAdmin, TransactionAdmin
from ads.admin.prices import PlacePriceAdmin

__all__ = ["AccountAdmin", "AdAdmin", "AdvertiserAdmin", "ClickAdmin", "PlacePriceAdmin", "TransactionAdmin"]
