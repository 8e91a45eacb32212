"""What a program can say of a waiting version before an editor looks: findings, none of them a verdict."""

import re
from dataclasses import dataclass

from ads.landing import host_of
from ads.models import AdVersion, LandingCheck

LOUD = ("!!", "???", "$$")
# Words of offers that the rules for ads forbid or that promise too much.
CLAIMS = frozenset(
    ("guarantee", "guaranteed", "miracle", "cure", "risk-free", "winner", "win", "cash", "loan", "crypto",
     "bitcoin", "casino", "bet", "betting", "weight-loss", "replica", "adult", "escort", "tobacco", "vape",
     "gun", "ammunition")
)  # fmt: skip
TOLD = {
    "headline": "headline",
    "text": "text",
    "call_to_action": "last line",
    "image": "picture",
    "alt": "picture in words",
    "landing_url": "landing address",
    "paid_by": "paid for by",
    "sections": "sections",
    "tags": "topics",
    "avoid_words": "topics to avoid",
    "devices": "devices",
    "weekday_names": "days of the week",
    "price_cents": "price in cents",
}


@dataclass(frozen=True)
class Finding:
    """One sentence for the reviewer; ``is_fine`` where there is nothing to look at."""

    is_fine: bool
    sentence: str


def landing_page(version: AdVersion) -> Finding:
    check = version.landing_checks.first()
    if check is None:
        return Finding(False, "The landing page was not looked at yet.")
    found = check.get_outcome_display()
    if check.outcome == LandingCheck.Outcome.MOVED:
        return Finding(False, f"The address leads to {check.host}. Approve it only if that is meant.")
    return Finding(check.outcome == LandingCheck.Outcome.WORKS, f"{found} ({check.host}: {check.said})")


def picture(version: AdVersion) -> Finding:
    is_known = version.ad.versions.filter(number__lt=version.number, image=version.image).exists()
    return Finding(is_known, "The picture of before." if is_known else "The picture is new: look at it.")


def loud_words(version: AdVersion) -> Finding:
    said = f"{version.headline} {version.text} {version.call_to_action}"
    letters = [letter for letter in version.headline if letter.isalpha()]
    is_loud = (len(letters) > 6 and all(map(str.isupper, letters))) or any(sign in said for sign in LOUD)
    return Finding(not is_loud, "It shouts." if is_loud else "It does not shout.")


def claims(version: AdVersion) -> Finding:
    found = sorted(CLAIMS & _words(f"{version.headline} {version.text} {version.landing_url}"))
    return Finding(not found, f"Words to look at: {', '.join(found)}." if found else "No word to look at.")


def duplicates(version: AdVersion) -> Finding:
    """The same page advertised by somebody else, or again after it was turned down."""
    same = AdVersion.objects.filter(landing_url=version.landing_url).exclude(ad=version.ad_id)
    if same.exclude(ad__advertiser=version.ad.advertiser_id).exists():
        return Finding(False, "Another advertiser leads to the same address.")
    if same.filter(rejected_at__isnull=False).exists():
        return Finding(False, "An ad for the same address was turned down before.")
    return Finding(True, "No other ad leads there.")


def whose_address(version: AdVersion) -> Finding:
    mail, page = version.ad.advertiser.email.rpartition("@")[2].lower(), host_of(version.landing_url)
    is_own = page == mail or page.endswith(f".{mail}") or mail.endswith(f".{page}")
    if is_own:
        return Finding(True, f"The advertiser's mail comes from {mail}, where the ad leads.")
    return Finding(False, f"The advertiser's mail comes from {mail}, the ad leads to {page}.")


PRECHECKS = (landing_page, picture, loud_words, claims, duplicates, whose_address)


def findings(version: AdVersion) -> list[Finding]:
    """Return what each of the pre-checks says of ``version``."""
    return [precheck(version) for precheck in PRECHECKS]


def changes(version: AdVersion) -> list[tuple[str, str, str]]:
    """Return what differs from the version before: (field, before, now); nothing for a first one."""
    before = version.ad.versions.filter(number__lt=version.number).first()
    if before is None:
        return []
    pairs = [(label, getattr(before, name), getattr(version, name)) for name, label in TOLD.items()]
    return [(label, _said(old), _said(new)) for label, old, new in pairs if old != new]


def _words(text):
    """The words of ``text`` in lower case; those with a hyphen also in their parts."""
    whole = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold())
    return {part for word in whole for part in (word, *word.split("-"))}


def _said(value):
    return ", ".join(value) if isinstance(value, list) else str(value)
