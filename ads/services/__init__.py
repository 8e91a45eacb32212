"""What changes the ads and the money: verbs that take models and plain values."""

from ads.services.advertisers import renew_addresses, set_billing, set_tax_rate
from ads.services.checkouts import ask_checkout, open_checkout, pay_checkout, settle_checkout
from ads.services.clicks import Followed, follow_click, note_own_key, record_click
from ads.services.forgetting import forget_click_keys
from ads.services.gifts import give_credit, give_promotion, write_off
from ads.services.open_books import audit_books, close_book_days
from ads.services.payments import record_dispute, record_payment, reverse_transaction
from ads.services.provider_events import count_forged, take_event
from ads.services.refunds import ask_refund, fail_refund, record_payout, retry_refunds
from ads.services.reviews import approve_version, pause_ad, reject_version, resume_ad
from ads.services.scanning import credit_alert, dismiss_alert, scan_clicks, scan_day
from ads.services.submissions import confirm_submission, forget_unconfirmed, submit_ad
from newsroom.refusals import Refused

__all__ = [
    "Followed",
    "Refused",
    "approve_version",
    "ask_checkout",
    "ask_refund",
    "audit_books",
    "close_book_days",
    "confirm_submission",
    "count_forged",
    "credit_alert",
    "dismiss_alert",
    "fail_refund",
    "follow_click",
    "forget_click_keys",
    "forget_unconfirmed",
    "give_credit",
    "give_promotion",
    "note_own_key",
    "open_checkout",
    "pause_ad",
    "pay_checkout",
    "record_click",
    "record_dispute",
    "record_payment",
    "record_payout",
    "reject_version",
    "renew_addresses",
    "resume_ad",
    "retry_refunds",
    "reverse_transaction",
    "scan_clicks",
    "scan_day",
    "set_billing",
    "set_tax_rate",
    "settle_checkout",
    "submit_ad",
    "take_event",
    "write_off",
]
