"""What staff may type about ads and money."""

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
