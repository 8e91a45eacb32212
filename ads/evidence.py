"""What a click shows of itself, read once from its request; the raw address and agent stay here."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ads.tokens import View
from newsroom.salts import keyed_hash
from newsroom.senders import client_address

_PLAIN = re.compile(r"[^a-z0-9 ;:,=?_-]")


@dataclass(frozen=True)
class Evidence:
    """One request for an ad's link; ``view`` is None when its token is not ours."""

    view: View | None
    at: datetime
    client_hash: str  # of address and agent, keyed with the day's salt
    address_hash: str  # of the address alone, keyed alike: an agent is easily changed
    method: str = "GET"
    agent: str = ""
    purpose: str = ""
    brands: str = ""  # Sec-CH-UA
    sender: str = ""  # From
    fetch_site: str = ""
    fetch_mode: str = ""
    fetch_dest: str = ""
    is_https: bool = False
    is_staff: bool = False

    @property
    def for_keeping(self) -> dict[str, str]:
        """What is stored beside the verdict: plain words, capped, never the whole agent."""
        shown = {
            "method": self.method,
            "purpose": self.purpose,
            "fetch": f"{self.fetch_site} {self.fetch_mode} {self.fetch_dest}",
        }
        return {name: _PLAIN.sub("", text.lower())[:60].strip() for name, text in shown.items()}


def observe(request, view: View | None) -> Evidence:
    """Return the evidence of ``request``; only a request with a session is looked up for its user."""
    headers = request.headers
    agent = headers.get("User-Agent", "")
    at = timezone.now()
    address, salt = client_address(request), f"clicks:{timezone.localdate(at).isoformat()}"
    purposes = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
    return Evidence(
        view=view,
        at=at,
        client_hash=keyed_hash(salt, f"{address}\n{agent}"),
        address_hash=keyed_hash(salt, address),
        method=request.method,
        agent=agent,
        purpose=" ".join(headers.get(name, "") for name in purposes).strip(),
        brands=headers.get("Sec-CH-UA", ""),
        sender=headers.get("From", ""),
        fetch_site=headers.get("Sec-Fetch-Site", ""),
        fetch_mode=headers.get("Sec-Fetch-Mode", ""),
        fetch_dest=headers.get("Sec-Fetch-Dest", ""),
        is_https=settings.SITE.is_https,
        is_staff=settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff,
    )
