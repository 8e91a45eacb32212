"""What the ads say over HTTP."""

from ads.views.about import ad_about, ad_reported
from ads.views.advertisers import (
    ad_campaign,
    ad_copy,
    ad_deed,
    ad_edit,
    advertiser_status,
    key_make,
    key_revoke,
    own,
    results_csv,
    shared,
)
from ads.views.api import ads_api
from ads.views.slots import ad_click, ad_seen, slot
from ads.views.submission import ad_confirm, ad_submit, ad_submitted, advertise

__all__ = [
    "ad_about",
    "ad_campaign",
    "ad_click",
    "ad_confirm",
    "ad_copy",
    "ad_deed",
    "ad_edit",
    "ad_reported",
    "ad_seen",
    "ad_submit",
    "ad_submitted",
    "ads_api",
    "advertise",
    "advertiser_status",
    "key_make",
    "key_revoke",
    "own",
    "results_csv",
    "shared",
    "slot",
]
