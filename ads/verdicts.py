"""Reasons not to charge a click that its request alone shows; read the list from top to bottom.

Each is a predicate over the evidence and returns its reason or None. What only the database knows (paused,
replaced, double, over budget, out of balance, replayed) is decided in the transaction that would charge:
see ``ads.services.record_click``.
"""

from datetime import timedelta

from ads.evidence import Evidence
from ads.models import Reason
from newsroom.robots import is_robot

OLDEST_VIEW = timedelta(hours=2)
SOONEST_CLICK = timedelta(seconds=0.5)
_AHEAD = ("prefetch", "prerender", "preview")


def method_is_not_get(evidence: Evidence) -> str | None:
    return Reason.METHOD if evidence.method != "GET" else None


def is_prefetch(evidence: Evidence) -> str | None:
    purpose = evidence.purpose.lower()
    return Reason.PREFETCH if any(word in purpose for word in _AHEAD) else None


def is_known_robot(evidence: Evidence) -> str | None:
    is_program = "headless" in evidence.brands.lower() or "bot" in evidence.sender.lower()
    return Reason.ROBOT if is_program or is_robot(evidence.agent) else None


def token_is_forged(evidence: Evidence) -> str | None:
    return Reason.FORGED if evidence.view is None else None


def view_is_too_old(evidence: Evidence) -> str | None:
    return Reason.STALE if evidence.at - evidence.view.at > OLDEST_VIEW else None


def click_is_too_soon(evidence: Evidence) -> str | None:
    """Sooner than a person can see and move; also a view that claims to be from the future."""
    return Reason.TOO_SOON if evidence.at - evidence.view.at < SOONEST_CLICK else None


def is_not_followed_from_our_page(evidence: Evidence) -> str | None:
    """A reader's click is a top-level navigation that our own page began.

    Browsers say so over https and on this machine itself; over https one that says nothing is no browser.
    """
    said = (evidence.fetch_site, evidence.fetch_mode, evidence.fetch_dest)
    if not any(said):
        return Reason.ELSEWHERE if evidence.is_https else None
    return None if said == ("same-origin", "navigate", "document") else Reason.ELSEWHERE


def is_own_staff(evidence: Evidence) -> str | None:
    return Reason.STAFF if evidence.is_staff else None


VERDICTS = (
    method_is_not_get,
    is_prefetch,
    is_known_robot,
    token_is_forged,
    view_is_too_old,
    click_is_too_soon,
    is_not_followed_from_our_page,
    is_own_staff,
)


def reason_not_to_charge(evidence: Evidence) -> str | None:
    """Return the first reason that holds, or None."""
    return next((reason for verdict in VERDICTS if (reason := verdict(evidence))), None)
