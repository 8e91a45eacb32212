"""What changes the ads and the money: verbs that take models and plain values."""

from ads.services.advertisers import renew_addresses, set_billing, set_tax_rate
from ads.services.audience import count_audience
from ads.services.campaigns import (
    change_campaign,
    copy_ad,
    pause_own_ad,
    propose_version,
    resume_own_ad,
    stop_ad,
)
from ads.services.checkouts import ask_checkout, open_checkout, pay_checkout, settle_checkout
from ads.services.clicks import Followed, follow_click, note_own_key, record_click
from ads.services.forgetting import forget_checks, forget_click_keys
from ads.services.gifts import give_credit, give_promotion, write_off
from ads.services.house import add_house_ad, change_house_ad
from ads.services.keys import make_key, opened_by, revoke_key
from ads.services.landings import check_landing_pages
from ads.services.open_books import audit_books, close_book_days
from ads.services.payments import record_dispute, record_payment, reverse_transaction
from ads.services.provider_events import count_forged, take_event
from ads.services.refunds import ask_refund, fail_refund, record_payout, retry_refunds
from ads.services.reports import close_reports, report_ad
from ads.services.reviews import approve_version, pause_ad, reject_version, resume_ad
from ads.services.scanning import credit_alert, dismiss_alert, scan_clicks, scan_day
from ads.services.submissions import confirm_submission, forget_unconfirmed, submit_ad
from ads.services.uploads import forget_uploads, keep_upload, kept_upload
from ads.services.warnings import warn_advertisers
from newsroom.refusals import Refused

__all__ = [
    "Followed",
    "Refused",
    "add_house_ad",
    "approve_version",
    "ask_checkout",
    "ask_refund",
    "audit_books",
    "change_campaign",
    "change_house_ad",
    "check_landing_pages",
    "close_book_days",
    "close_reports",
    "confirm_submission",
    "copy_ad",
    "count_audience",
    "count_forged",
    "credit_alert",
    "dismiss_alert",
    "fail_refund",
    "follow_click",
    "forget_checks",
    "forget_click_keys",
    "forget_unconfirmed",
    "forget_uploads",
    "give_credit",
    "give_promotion",
    "keep_upload",
    "kept_upload",
    "make_key",
    "note_own_key",
    "open_checkout",
    "opened_by",
    "pause_ad",
    "pause_own_ad",
    "pay_checkout",
    "propose_version",
    "record_click",
    "record_dispute",
    "record_payment",
    "record_payout",
    "reject_version",
    "renew_addresses",
    "report_ad",
    "resume_ad",
    "resume_own_ad",
    "retry_refunds",
    "reverse_transaction",
    "revoke_key",
    "scan_clicks",
    "scan_day",
    "set_billing",
    "set_tax_rate",
    "settle_checkout",
    "stop_ad",
    "submit_ad",
    "take_event",
    "warn_advertisers",
    "write_off",
]
