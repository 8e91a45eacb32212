"""What the whole paper shares: its name, its address and absolute links made from SITE_URL."""

from django.conf import settings

from newsroom.sheet import THEME_DIGEST, readers_sheet


def absolute(path: str) -> str:
    """Return the absolute address of ``path`` (which starts with a slash), never from the request's Host."""
    return f"{settings.SITE_URL}{path}"


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
