"""Form fields that the whole house shares."""

import unicodedata
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

BIGGEST_PK = 2**63 - 1  # beyond it a number is no key, and an error to SQLite
TOO_LONG = _("Use at most %(limit_value)d characters; this has %(show_value)d.")
LONGEST_TEXT = 100_000  # characters: more is refused before anything is done with it
_MOST_MARKS = 30  # combining marks on one letter: the Stream-Safe Text Format of Unicode's annex 15
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters to Unicode, nothing to a reader
_KEPT_UNSEEN = "\n\t\u200c\u200d"  # line ends, tabs, and the joiners that Persian, Hindi and emoji need


def tidy_text(text: str) -> str:
    """Return ``text`` in NFC with ``\\n`` line ends, without control, bidi-override or private characters."""
    return unicodedata.normalize("NFC", _stream_safe(without_unseen(text)))


def _stream_safe(text):
    """Drop the marks that nobody can see any more; NFC takes quadratic time to sort a long run of them."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def without_unseen(text: str) -> str:
    """Return ``text`` with ``\\n`` line ends and without unseen characters: fit for markup, which NFC is not.

    (``>`` followed by U+0338 would become one character, and a tag would lose its end.)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").isprintable():
        return text  # as most is: to ask of each character takes twenty times as long
    return "".join(c for c in text if c in _KEPT_UNSEEN or unicodedata.category(c) not in _UNSEEN)


def must_show_something(text: str) -> None:
    """Raise ValidationError for text that has no letter, digit or sign to see."""
    if not any(unicodedata.category(c)[0] in "LNSP" and c not in _BLANK_LETTERS for c in text):
        raise ValidationError(_("Write something that others can see."), code="unseen")


class TidyCharField(forms.CharField):
    """Text that people type: tidied (see ``tidy_text``); a single line unless ``widget`` is a Textarea."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        if len(value) > LONGEST_TEXT:
            raise ValidationError(_("This is far too long."), code="max_length")
        value = tidy_text(value)
        if not isinstance(self.widget, forms.Textarea):
            value = " ".join(value.split())
        return value.strip() if self.strip else value


class AddressField(forms.EmailField):
    """An e-mail address, cleaned to the one form in which the house knows it, so that equal ones are equal.

    In lower case, and the host as mail reads it (some letters fold to others there). Before the @ only plain
    letters: others may look like, or fold to, those of somebody else's address.
    """

    widget = forms.EmailInput
    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254} | kwargs)

    def clean(self, value):
        address = super().clean(value)
        if address in self.empty_values:
            return address
        name, host = address.rsplit("@", 1)
        if not name.isascii():
            raise ValidationError(
                _("Use plain letters only, without accents, before the @."), code="not_ascii"
            )
        try:
            host = host.encode("idna").decode("idna")
        except UnicodeError as unfit:
            raise ValidationError(_("No mail can be sent to this address."), code="invalid") from unfit
        address = f"{name}@{host}".lower()
        self.run_validators(address)
        return address


class KeysField(forms.ModelMultipleChoiceField):
    """Rows by their keys; a number too large for any is refused like one that no row has."""

    def clean(self, value):
        return super().clean([key if len(str(key)) <= 18 else "0" for key in value or []])


class HttpsURLField(forms.CharField):
    """An https address kept byte for byte: ASCII, a full host name, no user, at most 2,000 characters."""

    widget = forms.URLInput
    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 2000, "strip": True} | kwargs)

    def validate(self, value):
        super().validate(value)
        if value in self.empty_values:
            return
        if fault := https_url_fault(value):
            raise ValidationError(fault, code="invalid")


def https_url_fault(address: str) -> str:
    """Return what is wrong with ``address`` as a sentence, or "" when it is a fit https address."""
    if not address.isascii() or not address.isprintable() or any(c in address for c in ' \\"<>^`{|}'):
        return gettext("Use plain letters only: an address with accents or spaces must be percent-encoded.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return gettext("This is not a web address.")
    if parts.scheme != "https":
        return gettext("The address must start with https://.")
    if "@" in parts.netloc:
        return gettext("The address must not carry a user name or password.")
    host = parts.hostname or ""
    labels = host.rstrip(".").split(".")
    if len(labels) < 2 or len(host) > 253 or not all(_is_label(label) for label in labels) or port == 0:
        return gettext("The address needs a full host name, such as www.example.com.")
    return ""


def _is_label(label):
    return 0 < len(label) <= 63 and label.strip("-") == label and label.replace("-", "").isalnum()
