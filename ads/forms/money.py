"""What advertisers may type about money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ads.money import DollarsField
from ads.providers import available
from ads.services.checkouts import LEAST_CENTS, MOST_CENTS
from newsroom.fields import TidyCharField


def _ways_to_pay():
    return [(provider.name, provider.label) for provider in available()]


class CheckoutForm(forms.Form):
    """What an advertiser pays in advance, and how."""

    cents = DollarsField(label=_("Amount in dollars"), min_cents=LEAST_CENTS, max_cents=MOST_CENTS)
    provider = forms.ChoiceField(label=_("How"), choices=_ways_to_pay, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("provider", self.fields["provider"].choices[0][0])


class BillingForm(forms.Form):
    """What receipts say about the buyer from now on."""

    name = TidyCharField(label=_("Name or company"), max_length=200, required=False)
    address = TidyCharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    tax_number = TidyCharField(label=_("Tax number"), max_length=40, required=False)
