"""What the whole paper shares: its name, its address and absolute links made from SITE_URL."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.sheet import THEME_DIGEST, readers_sheet

LONGEST_PATH = 500  # characters of a path that is kept for later


def absolute(path: str) -> str:
    """Return the absolute address of ``path`` (which starts with a slash), never from the request's Host."""
    return f"{settings.SITE_URL}{path}"


def path_here(address: str) -> str:
    """Return the path (with query and fragment) of ``address`` when it is a page of this site, else "".

    For the ``next`` that comes with a request: whatever it says, nobody is sent to another site.
    """
    is_here = url_has_allowed_host_and_scheme(
        address, {settings.SITE.host}, require_https=settings.SITE.is_https
    )
    if not (is_here and address.isprintable() and len(address) <= LONGEST_PATH):
        return ""
    parts = urlsplit(address)
    if not parts.path.startswith("/") or parts.path.startswith(("//", "/\\")):
        return ""
    return urlunsplit(("", "", parts.path, parts.query, parts.fragment))


def site(request):
    """Context processor: the paper's name and address, and this page's canonical address."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "sheet_href": readers_sheet().href,
        "theme_href": f"/theme-{THEME_DIGEST}.css",
        "canonical": absolute(request.path),
        "ad_price_cents": settings.AD_PRICE_CENTS,
    }
