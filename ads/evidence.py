"""What a click shows of itself, read once from its request; the raw address and agent stay here."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ads.models import Advertiser, Device
from ads.tokens import View, browser_mark, client_mark
from newsroom.reading import purpose_of
from newsroom.robots import browser_family, is_phone, is_robot
from newsroom.salts import keyed_hash
from newsroom.senders import client_address, network_of

_PLAIN = re.compile(r"[^a-z0-9 ;:,=?_-]")


@dataclass(frozen=True)
class Evidence:
    """One request for an ad's link; ``view`` is None when its token is not ours.

    The hashes are keyed with the day's salt; ``…_before`` are the same under yesterday's, so that no window
    forgets at midnight who clicked.
    """

    view: View | None
    at: datetime
    client_hash: str  # of address and agent
    address_hash: str  # of the address alone: an agent is easily changed
    client_hash_before: str = ""
    address_hash_before: str = ""
    network_hash: str = ""  # of the network around the address
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
    is_advertiser: bool = False
    is_internal: bool = False  # from the paper's own network, or this machine
    is_of_machines: bool = False  # from a network that the owner listed: data centres, proxies
    is_of_viewer: bool = True  # the client is the one to whom the ad was shown
    gpc: bool = False

    @property
    def device(self) -> str:
        return Device.PHONE if is_phone(self.agent) else Device.COMPUTER

    @property
    def browser(self) -> str:
        return browser_family(self.agent)

    @property
    def clients(self) -> tuple[str, str]:
        """The client's hashes of today and yesterday."""
        return self.client_hash, self.client_hash_before or self.client_hash

    @property
    def addresses(self) -> tuple[str, str]:
        """The address's hashes of today and yesterday."""
        return self.address_hash, self.address_hash_before or self.address_hash

    @property
    def is_same_browser(self) -> bool:
        return not self.view.browser or self.view.browser == browser_mark(self.agent)

    @property
    def for_keeping(self) -> dict[str, str | bool]:
        """What is stored beside the verdict, to judge again: plain words, capped, never the whole agent."""
        said = {
            "method": self.method,
            "purpose": self.purpose,
            "fetch": f"{self.fetch_site} {self.fetch_mode} {self.fetch_dest}",
        }
        facts = {
            "https": self.is_https,
            "robot": is_robot(self.agent),
            "headless": "headless" in self.brands.lower(),
            "bot_sender": "bot" in self.sender.lower(),
            "staff": self.is_staff,
            "advertiser": self.is_advertiser,
            "internal": self.is_internal,
            "machines": self.is_of_machines,
            "other_browser": not self.is_same_browser,
            "other_client": not self.is_of_viewer,
        }
        words = {name: _PLAIN.sub("", text.lower())[:60].strip() for name, text in said.items()}
        return words | {name: True for name, is_so in facts.items() if is_so}


def observe(request, view: View | None) -> Evidence:
    """Return the evidence of ``request``; only a request with a session is looked up for its user."""
    headers = request.META
    agent = headers.get("HTTP_USER_AGENT", "")
    at = timezone.now()
    address, today = client_address(request), timezone.localdate(at)
    (client, one), (client_before, one_before) = (
        _hashes(address, agent, day) for day in (today, today - timedelta(days=1))
    )
    is_staff, is_advertiser = _who_is_signed_in(request)
    return Evidence(
        view=view,
        at=at,
        client_hash=client,
        address_hash=one,
        client_hash_before=client_before,
        address_hash_before=one_before,
        network_hash=keyed_hash(_salt(today), network_of(address)),
        method=request.method,
        agent=agent,
        purpose=purpose_of(request),
        brands=headers.get("HTTP_SEC_CH_UA", ""),
        sender=headers.get("HTTP_FROM", ""),
        fetch_site=headers.get("HTTP_SEC_FETCH_SITE", ""),
        fetch_mode=headers.get("HTTP_SEC_FETCH_MODE", ""),
        fetch_dest=headers.get("HTTP_SEC_FETCH_DEST", ""),
        is_https=settings.SITE.is_https,
        is_staff=is_staff,
        is_advertiser=is_advertiser,
        is_internal=address in settings.INTERNAL_NETWORKS,
        is_of_machines=address in settings.MACHINE_NETWORKS,
        is_of_viewer=view is not None and view.client == client_mark(address, agent, view.at),
        gpc=headers.get("HTTP_SEC_GPC") == "1",
    )


def address_key(request, day: date) -> str:
    """Return the hash of the address that the clicks of ``day`` keep."""
    return _hashes(client_address(request), "", day)[1]


def _hashes(address, agent, day):
    salt = _salt(day)
    return keyed_hash(salt, f"{address}\n{agent}"), keyed_hash(salt, address)


def _salt(day):
    return f"clicks:{day.isoformat()}"


def _who_is_signed_in(request):
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False, False
    is_known = Advertiser.objects.filter(email__iexact=request.user.email, confirmed_at__isnull=False)
    return request.user.is_staff, is_known.exists()
