"""Reading SITE_URL, the one address that hosts, origins and every absolute link come from."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class SiteURL:
    url: str  # https://paper.example
    hostname: str  # paper.example
    host: str  # paper.example, or paper.example:8443 off the default port
    is_https: bool


def read_site_url(text: str) -> SiteURL:
    """Return the parsed address; raises ImproperlyConfigured with a sentence for anything unfit.

    Fit is ``scheme://host[:port]`` without path, query or user; http only for this machine itself,
    because over plain http anybody on the way could read a session.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"SITE_URL is not an address: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"SITE_URL must look like https://paper.example, not {text!r}.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username or parts.password:
        raise ImproperlyConfigured("SITE_URL is only scheme, host and port: no path, query or user.")
    is_https = parts.scheme == "https"
    if not is_https and not _is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            "SITE_URL may be http for this machine only; use https for any other host."
        )
    if not parts.hostname.isascii():
        raise ImproperlyConfigured(
            "SITE_URL must name its host as browsers send it: xn--… instead of accents."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    is_default_port = port in (None, 443 if is_https else 80)
    host_and_port = host if is_default_port else f"{host}:{port}"
    return SiteURL(f"{parts.scheme}://{host_and_port}", host, host_and_port, is_https)


def address_of(host: str, port: int) -> str:
    """Return the address by which this machine reaches a server that listens on ``host`` and ``port``."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - every interface: this one compares, it does not listen
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def sandbox_fit_for(site: SiteURL, *, wanted: bool) -> bool:
    """Return ``wanted``; raises ImproperlyConfigured where others could reach a till that takes no money."""
    if wanted and not _is_loopback(site.hostname.strip("[]")):
        raise ImproperlyConfigured(
            "AD_SANDBOX is for tests and demonstrations on this machine: payments in it are not real."
        )
    return wanted


def _is_loopback(hostname):
    if hostname == "localhost":
        return True
    try:
        return ip_address(hostname).is_loopback
    except ValueError:
        return False
