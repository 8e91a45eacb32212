"""What is asked when a draft is shown to somebody without an account."""

from django import forms

from articles.models import ShareLink
from articles.services.sharing import DAYS
from newsroom.fields import TidyCharField


class ShareForm(forms.Form):
    for_whom = TidyCharField(
        label="For whom",
        max_length=ShareLink._meta.get_field("for_whom").max_length,
        help_text="A name. It stands on the page that they see.",
        error_messages={"required": "Say for whom the link is."},
    )
    days = forms.TypedChoiceField(
        label="Opens for",
        coerce=int,
        choices=[(days, "1 day" if days == 1 else f"{days} days") for days in DAYS],
        initial=3,
        widget=forms.RadioSelect,
    )
