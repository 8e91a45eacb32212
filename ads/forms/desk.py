"""What staff may type about ads and money."""

from uuid import uuid4

from django import forms

from ads.money import DollarsField
from newsroom.fields import TidyCharField


class PaymentForm(forms.Form):
    """A payment that reached us, as staff record it."""

    cents = DollarsField(label="Amount in dollars", min_cents=1, max_cents=100_000_000)
    reference = TidyCharField(
        max_length=100, help_text="From the bank or the invoice. The same reference is recorded only once."
    )
    note = TidyCharField(max_length=300, required=False)


class RejectionForm(forms.Form):
    """Why an ad is not accepted, as its advertiser will read it."""

    reason = TidyCharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="The advertiser reads this."
    )


class ReversalForm(forms.Form):
    """Why money moves back, as the advertiser will read it."""

    note = TidyCharField(label="Why", max_length=300, help_text="The advertiser reads this.")


class GiftForm(forms.Form):
    """A credit or a promotion; ``once`` makes a form that is sent twice give once."""

    cents = DollarsField(label="Amount in dollars", min_cents=1, max_cents=10_000_000)
    note = TidyCharField(label="Why", max_length=300, help_text="The advertiser reads this.")
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TaxRateForm(forms.Form):
    """An advertiser's own tax rate."""

    percent = forms.DecimalField(
        label="Tax in percent",
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        help_text="Part of each payment. Empty: the paper's own rate.",
    )


class PayoutForm(forms.Form):
    """A refund that staff have transferred."""

    reference = TidyCharField(max_length=100, help_text="Of the transfer, as the bank says it.")
