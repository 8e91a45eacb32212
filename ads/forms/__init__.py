"""What advertisers and staff may type."""

from ads.forms.desk import GiftForm, PaymentForm, PayoutForm, RejectionForm, ReversalForm, TaxRateForm
from ads.forms.money import BillingForm, CheckoutForm
from ads.forms.submission import AdForm, AdReportForm, CampaignForm, KeyForm, VersionForm

__all__ = [
    "AdForm",
    "AdReportForm",
    "BillingForm",
    "CampaignForm",
    "CheckoutForm",
    "GiftForm",
    "KeyForm",
    "PaymentForm",
    "PayoutForm",
    "RejectionForm",
    "ReversalForm",
    "TaxRateForm",
    "VersionForm",
]
