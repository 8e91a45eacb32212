"""What tests read out of mails."""

import re


def token_of(message) -> str:
    """The token of the link in a mail."""
    return re.search(r"/account/link/([\w-]+)/", message.body)[1]
