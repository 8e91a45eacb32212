"""Reasons not to charge a click that its request alone shows; read the list from top to bottom.

Each is a predicate over the evidence and returns its reason or None; the numbers are those of the rules in
docs/ads.md. What only the database knows is a condition of the charge itself
(``ads.services.charging``): replayed (R8), too often (R11, R12), the advertiser's own network (R13), paused,
replaced or out of its dates (R16), over budget, day or balance (R17). Two hold by construction: a click
without a view (R9) has no token, and an address is believed only from a configured proxy (R19). Odd patterns
over a day (R20) are found at night.
"""

from datetime import timedelta

from ads.evidence import Evidence
from ads.models import Reason
from newsroom.reading import is_ahead
from newsroom.robots import is_robot

OLDEST_VIEW = timedelta(hours=2)
SOONEST_CLICK = timedelta(seconds=0.5)


def method_is_not_get(evidence: Evidence) -> str | None:
    """R1."""
    return Reason.METHOD if evidence.method != "GET" else None


def is_prefetch(evidence: Evidence) -> str | None:
    """R2."""
    return Reason.PREFETCH if is_ahead(evidence.purpose.lower()) else None


def is_known_robot(evidence: Evidence) -> str | None:
    """R3: no agent, or one of a program."""
    return Reason.ROBOT if is_robot(evidence.agent) else None


def says_that_it_is_a_program(evidence: Evidence) -> str | None:
    """R4: in the headers beside the agent."""
    is_program = "headless" in evidence.brands.lower() or "bot" in evidence.sender.lower()
    return Reason.ROBOT if is_program else None


def token_is_forged(evidence: Evidence) -> str | None:
    """R6."""
    return Reason.FORGED if evidence.view is None else None


def view_is_too_old(evidence: Evidence) -> str | None:
    """R7."""
    return Reason.STALE if evidence.at - evidence.view.at > OLDEST_VIEW else None


def click_is_too_soon(evidence: Evidence) -> str | None:
    """R10: sooner than a person can see and move; also a view that claims to be from the future (R7)."""
    return Reason.TOO_SOON if evidence.at - evidence.view.at < SOONEST_CLICK else None


def is_not_followed_from_our_page(evidence: Evidence) -> str | None:
    """R5: a reader's click is a top-level navigation that our own page began.

    Browsers say so over https and on this machine itself; over https one that says nothing is no browser.
    """
    said = (evidence.fetch_site, evidence.fetch_mode, evidence.fetch_dest)
    if not any(said):
        return Reason.ELSEWHERE if evidence.is_https else None
    return None if said == ("same-origin", "navigate", "document") else Reason.ELSEWHERE


def is_another_browser(evidence: Evidence) -> str | None:
    """R18: the ad was shown to another kind of browser, or on another kind of device."""
    return None if evidence.is_same_browser else Reason.BROWSER


def is_own_staff(evidence: Evidence) -> str | None:
    """R13, by the session of somebody on the staff."""
    return Reason.STAFF if evidence.is_staff else None


def is_an_advertiser(evidence: Evidence) -> str | None:
    """R13, by the session of any advertiser."""
    return Reason.OWN if evidence.is_advertiser else None


def is_internal(evidence: Evidence) -> str | None:
    """R14."""
    return Reason.INTERNAL if evidence.is_internal else None


def is_from_machines(evidence: Evidence) -> str | None:
    """R15: data centres, proxies, Tor: whatever the owner's file lists."""
    return Reason.NETWORK if evidence.is_of_machines else None


VERDICTS = (
    method_is_not_get,
    is_prefetch,
    is_known_robot,
    says_that_it_is_a_program,
    token_is_forged,
    view_is_too_old,
    click_is_too_soon,
    is_not_followed_from_our_page,
    is_another_browser,
    is_own_staff,
    is_an_advertiser,
    is_internal,
    is_from_machines,
)


def reason_not_to_charge(evidence: Evidence) -> str | None:
    """Return the first reason that holds, or None."""
    return next((reason for verdict in VERDICTS if (reason := verdict(evidence))), None)
