"""Signing in to the desk: Django's form in our words, and how often somebody may try."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from newsroom.rates import give_back, is_within_rate
from newsroom.salts import keyed_hash
from newsroom.senders import sender_key

SECONDS = 900
TRIES_FROM_AN_ADDRESS = 30
TRIES_ON_AN_ACCOUNT = 10
TOO_OFTEN = "That were many tries in a short time. Wait a quarter of an hour, then sign in again."


class SignInForm(AdminAuthenticationForm):
    """Every failed try counts: against the sender's address, and against the account it names.

    It is counted before the password is looked at and given back when that was right, so that tries side by
    side cannot slip through, and a newsroom behind one address is not shut out by its own mornings. Beyond
    the limit no password is looked at, so that nobody learns whether it would have been right. An account
    that does not exist is counted like any other.
    """

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": "This e-mail address and password do not open the desk. Check both; "
        "capital letters count in the password."
    }
    is_too_often = False

    def clean(self):
        counters = list(self._counters())
        within = [
            is_within_rate(deed, sender, limit=limit, seconds=SECONDS) for deed, sender, limit in counters
        ]
        self.is_too_often = not all(within)
        if self.is_too_often:
            raise ValidationError(TOO_OFTEN, code="too_often")
        cleaned = super().clean()
        for deed, sender, _ in counters:
            give_back(deed, sender, seconds=SECONDS)
        return cleaned

    def _counters(self):
        """Whose tries these are: (deed, sender, limit)."""
        yield "sign-in", sender_key(self.request, "sign-in"), TRIES_FROM_AN_ADDRESS
        if account := self.cleaned_data.get("username", ""):
            yield "sign-in-account", keyed_hash("sign-in", account.strip().lower()), TRIES_ON_AN_ACCOUNT
