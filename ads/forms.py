"""What advertisers may type."""

from uuid import uuid4

from django import forms

from ads.models import AdVersion
from ads.money import DollarsField
from ads.providers import available
from ads.services.checkouts import LEAST_CENTS, MOST_CENTS
from newsroom.fields import HttpsURLField, TidyCharField
from newsroom.pictures import PictureError, read_picture

IMAGE_SIZE = (300, 200)
IMAGE_BYTES = 2_000_000
IMAGE_PIXELS = 16_000_000
LEAST_BUDGET_CENTS, MOST_BUDGET_CENTS = 1_000, 10_000_000

_ONE, _TWO = "{} by {}".format(*IMAGE_SIZE), "{} by {}".format(*(2 * edge for edge in IMAGE_SIZE))


def _length(name):
    return AdVersion._meta.get_field(name).max_length


class AdPictureField(forms.FileField):
    """An uploaded picture of the exact size or twice that, cleaned to a ``Picture``."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"})

    def to_python(self, value):
        upload = super().to_python(value)
        if upload is None:
            return None
        try:
            picture = read_picture(
                upload,
                max_bytes=IMAGE_BYTES,
                max_pixels=IMAGE_PIXELS,
                max_edge=IMAGE_PIXELS,  # not scaled down: its size is judged
            )
        except PictureError as refused:
            raise forms.ValidationError(str(refused), code="invalid_image") from refused
        size = (picture.width, picture.height)
        if size not in (IMAGE_SIZE, tuple(2 * edge for edge in IMAGE_SIZE)):
            raise forms.ValidationError(
                f"The picture must be {_ONE} or {_TWO} pixels; yours is {size[0]} by {size[1]}.", code="size"
            )
        return picture


class AdForm(forms.Form):
    """One ad, as an advertiser submits it."""

    headline = TidyCharField(max_length=_length("headline"), help_text="At most 50 characters.")
    text = TidyCharField(
        max_length=_length("text"), help_text="One or two plain sentences, at most 100 characters."
    )
    call_to_action = TidyCharField(
        max_length=_length("call_to_action"),
        initial="Learn more",
        help_text="The last line of the ad: what happens on a click. At most 20 characters.",
    )
    image = AdPictureField(
        label="Picture",
        help_text=f"{_ONE} or {_TWO} pixels, at most 2 MB: JPEG, PNG, WebP, AVIF or a still GIF. "
        "We save it anew, without anything hidden in the file.",
    )
    alt = TidyCharField(
        label="The picture in words",
        max_length=_length("alt"),
        help_text="For readers who cannot see it: what does it show?",
    )
    landing_url = HttpsURLField(
        label="Landing address",
        help_text="Where a click leads: an https:// address. We keep it exactly as you type it.",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    budget_cents = DollarsField(
        label="Budget in dollars",
        min_cents=LEAST_BUDGET_CENTS,
        max_cents=MOST_BUDGET_CENTS,
        help_text="The ad stops for good when this is spent. We never charge a cent more.",
    )
    paid_by = TidyCharField(
        label="Who pays for this ad",
        max_length=_length("paid_by"),
        help_text="Your name or your company's: readers see it beside the ad.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="We mail you a link to confirm the ad, and later its results.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    policy = forms.BooleanField(
        label="The ad keeps to the rules for ads",
        error_messages={"required": "Please confirm that the ad keeps to the rules."},
    )

    def clean_email(self):
        """Refuse letters that only look like, or only fold to, those of somebody else's address."""
        email = self.cleaned_data["email"]
        if not email.rpartition("@")[0].isascii():
            raise forms.ValidationError(
                "Use plain letters only, without accents, before the @.", code="not_ascii"
            )
        return email


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


def _ways_to_pay():
    return [(provider.name, provider.label) for provider in available()]


class CheckoutForm(forms.Form):
    """What an advertiser pays in advance, and how."""

    cents = DollarsField(label="Amount in dollars", min_cents=LEAST_CENTS, max_cents=MOST_CENTS)
    provider = forms.ChoiceField(label="How", choices=_ways_to_pay, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("provider", self.fields["provider"].choices[0][0])


class BillingForm(forms.Form):
    """What receipts say about the buyer from now on."""

    name = TidyCharField(label="Name or company", max_length=200, required=False)
    address = TidyCharField(
        label="Address", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    tax_number = TidyCharField(label="Tax number", max_length=40, required=False)


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
