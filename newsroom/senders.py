"""Who sends a request, without storing anybody's address."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.utils import timezone

from newsroom.salts import keyed_hash


def client_address(request) -> str:
    """Return the client's network address as text; an IPv6 address is cut to its /64, one household.

    ``X-Forwarded-For`` counts only behind TRUSTED_PROXIES proxies, and then only the entry that the
    outermost trusted one wrote. Never store the result: see ``sender_key``.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if hops:
            address = hops[-min(settings.TRUSTED_PROXIES, len(hops))]
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def network_of(address: str) -> str:
    """Return the network around what ``client_address`` returned: the /16 of IPv4, the /32 of IPv6.

    That is about what one provider or one hoster has in a place. "unknown" where there is no address.
    """
    try:
        parsed = ip_network(address)
    except ValueError:
        return "unknown"
    return str(parsed.supernet(new_prefix=16 if parsed.version == 4 else 32))


def sender_key(request, purpose: str, *, period: str = "day", with_agent: bool = False) -> str:
    """Return a keyed hash of the sender's address, the same within one ``period`` ("day" or "month") only.

    ``with_agent``: of address and User-Agent, so that two readers of one household are mostly two.
    """
    today = timezone.localdate()
    stamp = today.isoformat() if period == "day" else f"{today:%Y-%m}"
    agent = f"\n{request.META.get('HTTP_USER_AGENT', '')[:512]}" if with_agent else ""
    return keyed_hash(f"{purpose}:{stamp}", client_address(request) + agent)
