"""What advertisers and staff may type."""

from ads.forms.desk import PaymentForm, RejectionForm, ReversalForm
from ads.forms.submission import AdForm, AdReportForm, CampaignForm, KeyForm, VersionForm

__all__ = [
    "AdForm",
    "AdReportForm",
    "CampaignForm",
    "KeyForm",
    "PaymentForm",
    "RejectionForm",
    "ReversalForm",
    "VersionForm",
]
