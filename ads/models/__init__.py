"""Who advertises, what they show, who clicked, and the books."""

from ads.models.ad import Ad, AdVersion
from ads.models.advertiser import Advertiser
from ads.models.audience import Audience
from ads.models.click import Click, Device, Reason
from ads.models.days import AdDay, OwnKey, RefusedDay, ViewDay
from ads.models.documents import Document, DocumentCounter
from ads.models.keys import AdvertiserKey
from ads.models.landing import LandingCheck
from ads.models.ledger import Account, Entry, Transaction
from ads.models.open_books import BookDay, BooksAudit, ClickAlert
from ads.models.payments import Checkout, ProviderEvent, Refund
from ads.models.price import PlacePrice
from ads.models.report import AdReport
from ads.models.upload import AdUpload

__all__ = [
    "Account",
    "Ad",
    "AdDay",
    "AdReport",
    "AdUpload",
    "AdVersion",
    "Advertiser",
    "AdvertiserKey",
    "Audience",
    "BookDay",
    "BooksAudit",
    "Checkout",
    "Click",
    "ClickAlert",
    "Device",
    "Document",
    "DocumentCounter",
    "Entry",
    "LandingCheck",
    "OwnKey",
    "PlacePrice",
    "ProviderEvent",
    "Reason",
    "Refund",
    "RefusedDay",
    "Transaction",
    "ViewDay",
]
