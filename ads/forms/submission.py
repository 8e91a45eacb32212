"""What advertisers may type: an ad, its next version, and what a campaign may spend and when."""

from datetime import timedelta
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ads.models import AdReport, AdVersion, Device
from ads.money import DollarsField, dollars
from newsroom.clock import midnight
from newsroom.fields import AddressField, HttpsURLField, TidyCharField
from newsroom.pictures import PictureError, read_picture

IMAGE_SIZE = (300, 200)  # what people are told below
IMAGE_BYTES = 2_000_000
IMAGE_PIXELS = 16_000_000
LEAST_BUDGET_CENTS, MOST_BUDGET_CENTS = 1_000, 10_000_000
MOST_WORDS = 20

_DOUBLE = tuple(2 * edge for edge in IMAGE_SIZE)


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
        if size not in (IMAGE_SIZE, _DOUBLE):
            raise forms.ValidationError(
                _("The picture must be 300 by 200 or 600 by 400 pixels; yours is %(width)s by %(height)s."),
                code="size",
                params={"width": picture.width, "height": picture.height},
            )
        return picture


class WordsField(TidyCharField):
    """Words with commas between them, cleaned to a list of slugs as pages use them, none of them twice."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=400, **kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        slugs = [slugify(word) for word in super().clean(value).split(",")]
        words = list(dict.fromkeys(slug for slug in slugs if slug))
        if len(words) > MOST_WORDS or any(len(word) > 60 for word in words):
            raise forms.ValidationError(
                _("At most %(most)s words of at most 60 letters each."),
                code="many",
                params={"most": MOST_WORDS},
            )
        return words


def section_choices() -> list[tuple[str, str]]:
    """Return what sections the paper has, as (slug, name); ads themselves know none."""
    return import_string(settings.AD_SECTIONS)()


class VersionForm(forms.Form):
    """What one version of an ad says, where it leads and where it stands."""

    headline = TidyCharField(
        label=_("Headline"), max_length=_length("headline"), help_text=_("At most 50 characters.")
    )
    text = TidyCharField(
        label=_("Text"),
        max_length=_length("text"),
        help_text=_("One or two plain sentences, at most 100 characters."),
    )
    call_to_action = TidyCharField(
        label=_("Call to action"),
        max_length=_length("call_to_action"),
        initial=_("Learn more"),
        help_text=_("The last line of the ad: what happens on a click. At most 20 characters."),
    )
    image = AdPictureField(
        label=_("Picture"),
        error_messages={"required": _("Choose a picture.")},
        help_text=_(
            "300 by 200 or 600 by 400 pixels, at most 2 MB: JPEG, PNG, WebP, AVIF or a still GIF. "
            "We save it anew, without anything hidden in the file."
        ),
    )
    kept_image = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    alt = TidyCharField(
        label=_("The picture in words"),
        max_length=_length("alt"),
        help_text=_("For readers who cannot see it: what does it show?"),
    )
    landing_url = HttpsURLField(
        label=_("Landing address"),
        help_text=_("Where a click leads: an https:// address. We keep it exactly as you type it."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    paid_by = TidyCharField(
        label=_("Who pays for this ad"),
        max_length=_length("paid_by"),
        help_text=_("Your name or your company's: readers see it beside the ad."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sections = forms.MultipleChoiceField(
        label=_("Only in these sections"),
        required=False,
        choices=section_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: anywhere."),
    )
    tags = WordsField(
        label=_("Only with these topics"),
        help_text=_("Words with commas between them. Empty: whatever the topic."),
    )
    avoid_words = WordsField(
        label=_("Never with these topics"),
        help_text=_("Words with commas between them, such as: elections, courts"),
    )
    devices = forms.MultipleChoiceField(
        label=_("Only on"),
        required=False,
        choices=Device.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on whatever it is read."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Only on these days"),
        required=False,
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on any day of the week."),
    )

    # How the page groups them.
    ABOUT_THE_AD = ("headline", "text", "call_to_action", "image", "alt", "landing_url", "paid_by")
    WHERE = ("sections", "tags", "avoid_words", "devices", "weekdays")
    TRIED = ("headline", "text", "call_to_action", "paid_by")  # on the page that offers ads

    def __init__(self, *args, has_picture: bool = False, **kwargs):
        """``has_picture``: one is there already, kept or of the version before."""
        super().__init__(*args, **kwargs)
        self.fields["image"].required = not has_picture

    def clean_landing_url(self):
        """Only where the daily look may go too."""
        address = self.cleaned_data["landing_url"]
        if urlsplit(address).port not in (None, 443):
            raise forms.ValidationError(_("The address must not name a port."), code="port")
        return address

    def clean_weekdays(self):
        return sorted(set(self.cleaned_data["weekdays"]))

    def fields_of(self, names):
        return [self[name] for name in names if name in self.fields]

    def about_the_ad(self):
        return self.fields_of(self.ABOUT_THE_AD)

    def where(self):
        return self.fields_of(self.WHERE)


class DayField(forms.DateField):
    """A day in the native control; none that a clock cannot show."""

    def __init__(self, **kwargs):
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not 2000 <= value.year < 2100:
            raise forms.ValidationError(_("Choose a day of this century."), code="century")


class CampaignForm(forms.Form):
    """What an ad may spend, and when."""

    budget_cents = DollarsField(
        label=_("Budget in dollars"),
        min_cents=LEAST_BUDGET_CENTS,
        max_cents=MOST_BUDGET_CENTS,
        help_text=_("The ad stops for good when this is spent. We never charge a cent more."),
    )
    daily_cap_cents = DollarsField(
        label=_("At most in a day, in dollars"),
        required=False,
        min_cents=settings.AD_PRICE_CENTS,
        max_cents=MOST_BUDGET_CENTS,
        help_text=_("Empty: no limit for a day. A limit is exact; a new one counts from the next day on."),
    )
    starts_on = DayField(
        label=_("First day"),
        help_text=_("Empty: as soon as it is approved and paid."),
    )
    ends_on = DayField(
        label=_("Last day"),
        help_text=_("Empty: until the budget is spent."),
    )
    MONEY = ("budget_cents", "daily_cap_cents", "starts_on", "ends_on")

    @staticmethod
    def initial_of(ad):
        """What the form shows of an ad as it is."""
        last = ad.ends_at and localdate(ad.ends_at - timedelta(microseconds=1))
        return {
            "budget_cents": dollars(ad.budget_cents),
            "daily_cap_cents": dollars(ad.daily_cap_cents) if ad.daily_cap_cents else "",
            "starts_on": ad.starts_at and localdate(ad.starts_at),
            "ends_on": last,
        }

    def clean_ends_on(self):
        day, first = self.cleaned_data["ends_on"], self.cleaned_data.get("starts_on")
        if day and day < max(filter(None, (first, localdate()))):
            raise forms.ValidationError(_("The last day is over before the ad begins."), code="order")
        return day

    def clean(self):
        """Turn days into moments: from the beginning of the first to the end of the last, in our zone."""
        super().clean()
        first, last = self.cleaned_data.pop("starts_on", None), self.cleaned_data.pop("ends_on", None)
        self.cleaned_data["starts_at"] = first and midnight(first)
        self.cleaned_data["ends_at"] = last and midnight(last + timedelta(days=1))

    def money(self):
        return [self[name] for name in self.MONEY]


class AdForm(CampaignForm, VersionForm):
    """One ad, as an advertiser submits it."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("We mail you a link to confirm the ad, and later its results."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    policy = forms.BooleanField(
        label=_("The ad keeps to the rules for ads"),
        error_messages={"required": _("Please confirm that the ad keeps to the rules.")},
    )

    def clean(self):
        """Besides, an ad that names days of the week must have one of them in its time."""
        first, last = (self.cleaned_data.get(name) for name in ("starts_on", "ends_on"))
        weekdays, begins = self.cleaned_data.get("weekdays"), max(first or localdate(), localdate())
        if weekdays and last:
            days = (begins + timedelta(days=number) for number in range(min((last - begins).days + 1, 7)))
            if not any(day.isoweekday() in weekdays for day in days):
                self.add_error("weekdays", _("None of these days lies between the first day and the last."))
        super().clean()


class KeyForm(forms.Form):
    """A link or a token to hand on."""

    label = TidyCharField(label=_("For whom"), max_length=80)
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))],
        widget=forms.RadioSelect,
        initial=30,
    )


class AdReportForm(forms.Form):
    """What a reader finds wrong with an ad."""

    why = forms.ChoiceField(label=_("What is wrong?"), choices=AdReport.Why.choices, widget=forms.RadioSelect)
    words = TidyCharField(
        label=_("In your words"), required=False, max_length=500, widget=forms.Textarea({"rows": 4})
    )
