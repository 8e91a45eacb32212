"""Who advertises, what they show, who clicked, and the books."""

from ads.models.ad import Ad, AdVersion
from ads.models.advertiser import Advertiser
from ads.models.click import Click, Device, Reason
from ads.models.days import AdDay, OwnKey, RefusedDay, ViewDay
from ads.models.documents import Document, DocumentCounter
from ads.models.ledger import Account, Entry, Transaction
from ads.models.open_books import BookDay, BooksAudit, ClickAlert
from ads.models.payments import Checkout, ProviderEvent, Refund

__all__ = [
    "Account",
    "Ad",
    "AdDay",
    "AdVersion",
    "Advertiser",
    "BookDay",
    "BooksAudit",
    "Checkout",
    "Click",
    "ClickAlert",
    "Device",
    "Document",
    "DocumentCounter",
    "Entry",
    "OwnKey",
    "ProviderEvent",
    "Reason",
    "Refund",
    "RefusedDay",
    "Transaction",
    "ViewDay",
]
