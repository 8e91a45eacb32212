"""What the paper says of itself, as an editor changes it."""

from django import forms

from articles.forms.widgets import PlainBodyField
from articles.models import Policy
from newsroom.fields import TidyCharField


class PolicyForm(forms.ModelForm):
    title = TidyCharField(max_length=120)
    body = PlainBodyField(label="Text", required=True)

    class Meta:
        model = Policy
        fields = ["title", "body"]
