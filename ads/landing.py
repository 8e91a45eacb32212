"""What the answer of a landing page says about it."""

from urllib.parse import urlsplit

from ads.models import LandingCheck
from newsroom.outgoing import Answer

Outcome = LandingCheck.Outcome

# Answers that pages give to programs and not to readers: no reason to think that readers find nothing.
_CLOSED_TO_PROGRAMS = (401, 402, 403, 405, 406, 418, 421, 425, 429, 451)


def host_of(url: str) -> str:
    """Return the host of ``url`` in the form in which hosts are compared: lower case, without "www."."""
    return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")


def judge(answer: Answer, *, expected_host: str) -> LandingCheck.Outcome:
    """Say what ``answer`` means for an ad whose page was last known at ``expected_host``.

    A page that answers from another host has moved, whatever it says there: what was approved is not what
    readers would find. Redirects within the same host are the advertiser's own business.
    """
    if answer.failure is not None:
        return Outcome.DEAD
    if host_of(answer.url) != expected_host:
        return Outcome.MOVED
    if answer.is_good:
        return Outcome.WORKS
    return Outcome.CLOSED if answer.status in _CLOSED_TO_PROGRAMS else Outcome.DEAD


def words(answer: Answer) -> str:
    """Return what a person reads of ``answer``: its status, or why there is none."""
    return str(answer.failure or answer.status)
