"""Who advertises, what they show, who clicked, and the books."""

from ads.models.ad import Ad, AdVersion
from ads.models.advertiser import Advertiser
from ads.models.click import Click, Reason, RefusedDay
from ads.models.ledger import Account, Entry, Transaction

__all__ = [
    "Account",
    "Ad",
    "AdVersion",
    "Advertiser",
    "Click",
    "Entry",
    "Reason",
    "RefusedDay",
    "Transaction",
]
