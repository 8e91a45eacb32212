"""What changes the ads and the money: verbs that take models and plain values."""

from ads.services.advertisers import renew_addresses
from ads.services.clicks import Followed, follow_click, note_own_key, record_click
from ads.services.forgetting import forget_click_keys
from ads.services.payments import record_payment, reverse_transaction
from ads.services.reviews import approve_version, pause_ad, reject_version, resume_ad
from ads.services.submissions import confirm_submission, forget_unconfirmed, submit_ad
from newsroom.refusals import Refused

__all__ = [
    "Followed",
    "Refused",
    "approve_version",
    "confirm_submission",
    "follow_click",
    "forget_click_keys",
    "forget_unconfirmed",
    "note_own_key",
    "pause_ad",
    "record_click",
    "record_payment",
    "reject_version",
    "renew_addresses",
    "resume_ad",
    "reverse_transaction",
    "submit_ad",
]
