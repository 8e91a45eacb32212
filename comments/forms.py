"""What a reader may type under an article."""

import unicodedata
from datetime import date, timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from newsroom.clock import now
from newsroom.fields import TidyCharField

LONGEST_TEXT = 5000
STAMP_DAYS = 7  # a page may have been kept, or open, this long
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters to Unicode, nothing to a reader


def must_show_something(text: str) -> None:
    """Raise ValidationError for text that has no letter, digit or sign to see."""
    if not any(unicodedata.category(c)[0] in "LNSP" and c not in _BLANK_LETTERS for c in text):
        raise ValidationError("Write something that others can see.", code="unseen")


class ReplyForm(forms.Form):
    """A guest's reply.

    ``stamp`` signs article and day. It says when the page was made, and is the same for every reader of
    it; a form older than seven days comes back filled and fresh instead of being refused.
    """

    name = TidyCharField(
        label="Your name",
        help_text="Shown with your reply.",
        max_length=60,
        validators=[must_show_something],
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Say who writes: a name, or the one you like to be called by."},
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="Never shown. Only the newsroom can see it.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Add your e-mail. It is never shown.",
            "invalid": "This is not an e-mail address. One looks like ola@example.org.",
        },
    )
    text = TidyCharField(
        label="Your reply",
        help_text="Plain text; an empty line starts a paragraph, and web addresses become links.",
        validators=[
            must_show_something,
            MaxLengthValidator(
                LONGEST_TEXT,
                "Keep it under %(limit_value)d characters; this has %(show_value)d.",
            ),
        ],
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": "Your reply is empty."},
    )
    website = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, article_id, **kwargs):
        super().__init__(*args, **{"auto_id": "reply_%s"} | kwargs)
        self.article_id = article_id

    @property
    def stamp(self):
        return _signer().sign(f"{self.article_id}:{timezone.localdate(now()).isoformat()}")

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError("This field is a trap for robots. Empty it, and your reply will pass.")
        return ""

    def clean(self):
        if not self._is_fresh():
            raise ValidationError(
                "This page had been open for a long time. Your words are still here: press Post once more.",
                code="stale",
            )
        return super().clean()

    def _is_fresh(self):
        try:
            article_id, _, day = _signer().unsign(self.data.get("rendered", "")).partition(":")
            age = timezone.localdate() - date.fromisoformat(day)
        except (signing.BadSignature, ValueError):
            return False
        return article_id == str(self.article_id) and timedelta(-1) <= age <= timedelta(STAMP_DAYS)


def _signer():
    return signing.Signer(salt="comments.form", sep=".")
