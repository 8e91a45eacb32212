"""Forms on kept pages: signed and dated by the page's rendering, with a trap for robots.

Such a page is the same for every reader, so it can hold no token of theirs. What it holds instead is a
stamp: what the form is about, and the day, signed. It is accepted for seven days; older, the form comes back
filled and fresh instead of being refused. Who may post at all, ``newsroom.origin`` says.
"""

from datetime import date, timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.clock import now

STAMP_DAYS = 7  # a page may have been kept, or open, this long


class StampedForm(forms.Form):
    """A form about one thing (``about``: its key); ``purpose`` keeps the stamps of one kind of form apart.

    The page holds ``stamp`` in a hidden field named "rendered", and the trap, out of sight.
    """

    purpose = ""
    button = ""  # the word on it, for what is said about an old stamp
    noun = ""  # what is sent

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = about

    @property
    def stamp(self):
        return self._signer().sign(f"{self.about}:{timezone.localdate(now()).isoformat()}")

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("This field is a trap for robots. Empty it, and your %(noun)s will pass."),
                params={"noun": self.noun},
            )
        return ""

    def clean(self):
        if not self._is_fresh():
            raise ValidationError(
                _(
                    "This page had been open for a long time. Your words are still here: "
                    "press %(button)s once more."
                ),
                code="stale",
                params={"button": self.button},
            )
        return super().clean()

    def _is_fresh(self):
        try:
            about, _, day = self._signer().unsign(self.data.get("rendered", "")).rpartition(":")
            age = timezone.localdate() - date.fromisoformat(day)
        except (signing.BadSignature, ValueError):
            return False
        return about == str(self.about) and timedelta(-1) <= age <= timedelta(STAMP_DAYS)

    def _signer(self):
        return signing.Signer(salt=self.purpose, sep=".")
