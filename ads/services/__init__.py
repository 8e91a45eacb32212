"""What changes the ads and the money: verbs that take models and plain values."""

from ads.services.advertisers import renew_addresses
from ads.services.audience import count_audience
from ads.services.campaigns import (
    change_campaign,
    pause_own_ad,
    propose_version,
    resume_own_ad,
    stop_ad,
)
from ads.services.clicks import record_click
from ads.services.house import add_house_ad
from ads.services.keys import make_key, opened_by, revoke_key
from ads.services.landings import check_landing_pages
from ads.services.payments import record_payment, reverse_transaction
from ads.services.reports import close_reports, report_ad
from ads.services.reviews import approve_version, pause_ad, reject_version, resume_ad
from ads.services.submissions import confirm_submission, forget_unconfirmed, submit_ad
from ads.services.uploads import forget_uploads, keep_upload, kept_upload
from ads.services.warnings import warn_advertisers
from newsroom.refusals import Refused

__all__ = [
    "Refused",
    "add_house_ad",
    "approve_version",
    "change_campaign",
    "check_landing_pages",
    "close_reports",
    "confirm_submission",
    "count_audience",
    "forget_unconfirmed",
    "forget_uploads",
    "keep_upload",
    "kept_upload",
    "make_key",
    "opened_by",
    "pause_ad",
    "pause_own_ad",
    "propose_version",
    "record_click",
    "record_payment",
    "reject_version",
    "renew_addresses",
    "report_ad",
    "resume_ad",
    "resume_own_ad",
    "reverse_transaction",
    "revoke_key",
    "stop_ad",
    "submit_ad",
    "warn_advertisers",
]
