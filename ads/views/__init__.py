"""What the ads say over HTTP: the slot, the click, and the advertisers' pages."""

from ads.views.advertisers import ad_confirm, ad_submit, ad_submitted, advertise, advertiser_status
from ads.views.slots import ad_about, ad_click, ad_seen, slot

__all__ = [
    "ad_about",
    "ad_click",
    "ad_confirm",
    "ad_seen",
    "ad_submit",
    "ad_submitted",
    "advertise",
    "advertiser_status",
    "slot",
]
