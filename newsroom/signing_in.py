"""Signing in to the desk: Django's form in our words, and how often somebody may try."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from newsroom.rates import is_within_rate
from newsroom.salts import keyed_hash
from newsroom.senders import sender_key

SECONDS = 900
TRIES_FROM_AN_ADDRESS = 30
TRIES_ON_AN_ACCOUNT = 10
TOO_OFTEN = "That were many tries in a short time. Wait a quarter of an hour, then sign in again."


class SignInForm(AdminAuthenticationForm):
    """Every try counts, a right one too: against the sender's address, and against the account it names.

    Beyond the limit no password is looked at, so that nobody learns whether it would have been right. An
    account that does not exist is counted like any other.
    """

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": "This e-mail address and password do not open the desk. Check both; "
        "capital letters count in the password."
    }
    is_too_often = False

    def clean(self):
        sender, account = sender_key(self.request, "sign-in"), self.cleaned_data.get("username", "")
        counted = [is_within_rate("sign-in", sender, limit=TRIES_FROM_AN_ADDRESS, seconds=SECONDS)]
        if account:
            key = keyed_hash("sign-in", account.strip().lower())
            counted.append(is_within_rate("sign-in-account", key, limit=TRIES_ON_AN_ACCOUNT, seconds=SECONDS))
        self.is_too_often = not all(counted)
        if self.is_too_often:
            raise ValidationError(TOO_OFTEN, code="too_often")
        return super().clean()
