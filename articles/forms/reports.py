"""What a reader may say is wrong, and what the desk answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Correction
from newsroom.fields import TidyCharField, must_show_something
from newsroom.stamped_forms import StampedForm


class ReportForm(StampedForm):
    """A reader's error report; no account, and an e-mail only if an answer is wanted."""

    purpose, button, noun = "articles.report", _("Send"), _("report")
    field_order = ["quote", "claim", "email", "website"]

    quote = TidyCharField(
        label=_("The words in question"),
        help_text=_("Copied from the article, or the place where it stands."),
        max_length=1000,
        validators=[must_show_something],
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say which words are wrong, or where they stand.")},
    )
    claim = TidyCharField(
        label=_("What is wrong with them"),
        help_text=_("And how you know, if you can say."),
        max_length=2000,
        validators=[must_show_something],
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Say what is wrong.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        help_text=_("Only for one answer from the newsroom; then it is deleted."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. One looks like ola@example.org.")},
    )


class CloseForm(forms.Form):
    """How a report ends: with one of the article's corrections, or with words why there is none."""

    correction = forms.ModelChoiceField(
        Correction.objects.none(), required=False, empty_label="Choose a correction", label="Corrected by"
    )
    answer = TidyCharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        label="Why nothing is corrected",
        help_text="The reader gets these words, if an address was left.",
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["correction"].queryset = report.article.corrections.all()
