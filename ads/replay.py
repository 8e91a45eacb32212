"""Judging stored clicks again: what the rules of today would have charged, from the evidence that was kept.

Only rules about the request itself are asked again (``ads.verdicts``). What the database decided at the time
(money, dates, how often) depends on the moment and stands as it was.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ads.evidence import Evidence
from ads.models import Click, Reason
from ads.tokens import View
from ads.verdicts import reason_not_to_charge

# Agents that stand for those that are not stored: the rules of today see what the rules of then saw.
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_PROGRAM = "python-requests/2.32"
_ANOTHER = "another browser"
# What only the database knew at the time: it may still have refused a click that passes every rule of today.
_DECIDED_THEN = frozenset(
    (
        *(Reason.REPLAYED, Reason.PAUSED, Reason.REPLACED, Reason.DATES, Reason.HOUSE),
        *(Reason.DOUBLE, Reason.OFTEN, Reason.OWN, Reason.BUDGET, Reason.DAY, Reason.BALANCE),
    )
)


class Change(NamedTuple):
    """How many clicks go from one verdict to another ("" is charged), and what that means in cents."""

    before: str
    after: str
    clicks: int
    cents: int


def replay(*, since: datetime | None = None) -> tuple[int, list[Change]]:
    """Return how many clicks were judged again, and every change of a verdict with its money.

    A click that was refused and would pass now counts with its price, though the database might still have
    refused it: the gain is the most that it can be, the loss is exact.
    """
    judged, counts, money = 0, Counter(), Counter()
    for click, evidence in _remembered(since):
        judged += 1
        after = reason_not_to_charge(evidence) or ""
        if after == click.reason or (not after and _was_decided_then(click)):
            continue
        counts[click.reason, after] += 1
        was, would_be = click.charged_cents, 0 if after else click.charged_cents or click.version.price_cents
        money[click.reason, after] += would_be - was
    return judged, [Change(*pair, count, money[pair]) for pair, count in sorted(counts.items())]


def _was_decided_then(click):
    is_by_session = click.reason == Reason.OWN and click.evidence.get("advertiser", False)
    return click.reason in _DECIDED_THEN and not is_by_session


def decided_then(*, since: datetime | None = None) -> int:
    """Return how many clicks were refused for what only the database knew then; it is not asked again."""
    clicks = _with_evidence(since).filter(reason__in=_DECIDED_THEN)
    return clicks.exclude(reason=Reason.OWN, evidence__advertiser=True).count()


def _with_evidence(since):
    clicks = Click.objects.exclude(evidence={})
    return clicks.filter(at__gte=since) if since else clicks


def _remembered(since) -> Iterator[tuple[Click, Evidence]]:
    clicks = _with_evidence(since).select_related("version__ad").order_by("pk")
    for click in clicks.iterator(chunk_size=2_000):
        yield click, evidence_of(click)


def evidence_of(click: Click) -> Evidence:
    """Return the evidence of a stored click, as far as it was kept."""
    kept = click.evidence
    site, mode, dest = [*kept.get("fetch", "").split(" "), "", ""][:3]
    view = View(
        ad_id=click.ad_id,
        version_id=click.version_id,
        advertiser_id=click.version.ad.advertiser_id,
        price_cents=click.version.price_cents,
        place=click.place,
        section=click.section,
        at=click.viewed_at,
        client="",
        browser=_ANOTHER if kept.get("other_browser") else "",
        token_hash=click.token_hash,
    )
    return Evidence(
        view=view,
        at=click.at,
        client_hash=click.client_hash,
        address_hash=click.address_hash,
        network_hash=click.network_hash,
        method=kept.get("method", "get").upper(),
        agent=_PROGRAM if kept.get("robot") else _BROWSER,
        purpose=kept.get("purpose", ""),
        brands="HeadlessChrome" if kept.get("headless") else "",
        sender="bot" if kept.get("bot_sender") else "",
        fetch_site=site,
        fetch_mode=mode,
        fetch_dest=dest,
        is_https=kept.get("https", False),
        is_staff=kept.get("staff", False),
        is_advertiser=kept.get("advertiser", False),
        is_internal=kept.get("internal", False),
        is_of_machines=kept.get("machines", False),
        is_of_viewer=not kept.get("other_client", False),
        gpc=click.gpc,
    )
