"""What the whole paper shares: its name, its address and absolute links made from SITE_URL."""

import hashlib

from django.conf import settings

# The owner's colours as a style sheet, since no page may hold an inline style.
THEME = f":root{{--accent-light:{settings.SITE_ACCENT};--accent-dark:{settings.SITE_ACCENT_DARK}}}\n"
THEME_DIGEST = hashlib.blake2b(THEME.encode(), digest_size=5).hexdigest()


def absolute(path: str) -> str:
    """Return the absolute address of ``path`` (which starts with a slash), never from the request's Host."""
    return f"{settings.SITE_URL}{path}"


def site(request):
    """Context processor: the paper's name and address, and this page's canonical address."""
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "site_url": settings.SITE_URL,
        "theme_href": f"/theme-{THEME_DIGEST}.css",
        "canonical": absolute(request.path),
        "ad_price_cents": settings.AD_PRICE_CENTS,
    }
