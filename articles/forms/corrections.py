"""What the desk says about a correction."""

from django import forms

from articles.models import Correction
from newsroom.fields import TidyCharField


class CorrectionForm(forms.Form):
    kind = forms.ChoiceField(
        choices=Correction.Kind.choices, initial=Correction.Kind.CORRECTION, label="What it is"
    )
    text = TidyCharField(
        label="What was changed, in words",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Readers see it under the article for good. Say what was wrong and how it is right, "
        "without repeating the mistake more than needed.",
        error_messages={"required": "Say in words what was changed."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # of the text that was looked at
