"""What a superuser types before a story is deleted for good."""

from django import forms

from newsroom.fields import TidyCharField


class EraseForm(forms.Form):
    headline = TidyCharField(
        max_length=400,
        label="Type the headline to delete the story",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the headline as it stands above."},
    )
