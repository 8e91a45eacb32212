"""Security headers for every response, after the Mozilla Observatory; the CSP allows nothing inline.

A view that needs another policy sets ``response.csp`` to one of the policies below. The desk gets a nonce
(``request.csp_nonce``) because its editor needs an import map and one style element.
"""

import re
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from newsroom import errors

_BASE = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
PUBLIC = f"{_BASE}; frame-ancestors 'none'"
PREVIEW = f"{_BASE}; frame-ancestors 'self'"
AD_FRAME = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    " allow-top-navigation-by-user-activation; default-src 'none'; style-src 'self'; img-src 'self';"
    " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
MEDIA = "default-src 'none'; sandbox; frame-ancestors 'none'"
FRAMED_BY_SELF = (PREVIEW, AD_FRAME)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def desk_policy(nonce: str) -> str:
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
        " img-src 'self' blob: data:; connect-src 'self'; frame-src 'self'; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _drop_unfit_cookies(request):
    """Forget cookies with control characters: none of ours has one, and PostgreSQL refuses a NUL.

    They come raw or, between quotes, as octal escapes (``session="\\000…"``), which Python reads.
    """
    cookies = request.COOKIES
    request.COOKIES = {name: cookies[name] for name in cookies if not _CONTROL.search(cookies[name])}


def takes_uploads(most_bytes: int, *, permission: str):
    """Mark a view: from somebody with ``permission`` it takes a request of up to ``most_bytes``."""

    def mark(view):
        view.uploads = (most_bytes, permission)
        return view

    return mark


def _most_bytes(request, view):
    """How much may be sent to ``view``: what any form of the house may, or what its mark allows."""
    most_bytes, permission = getattr(view, "uploads", (0, ""))
    return most_bytes if permission and request.user.has_perm(permission) else settings.MAX_REQUEST_BYTES


def _length(request):
    """The bytes that are announced (a body without a length is not read)."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length[:20]) if length.isdecimal() else 0


class SecurityHeaders:
    """Middleware, outermost: every answer leaves with a policy, and uncached unless it says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        _drop_unfit_cookies(request)
        request.csp_nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        response = self.get_response(request)
        policy = getattr(response, "csp", None) or self._default_policy(request)
        if settings.SITE.is_https:
            policy += "; upgrade-insecure-requests"
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        if getattr(response, "csp", None) in FRAMED_BY_SELF:
            headers["X-Frame-Options"] = "SAMEORIGIN"
            headers.setdefault("X-Robots-Tag", "noindex")
            headers["Cache-Control"] = "no-store"
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cache-Control", "private, no-store")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def process_view(self, request, view, args, kwargs):
        """Refuse a request that is too large unread: this runs before CSRF protection looks into it."""
        if _length(request) > settings.MAX_REQUEST_BYTES:
            most_bytes = _most_bytes(request, view)
            if _length(request) > most_bytes:
                return errors.too_large(request, most_bytes)
        return None

    def _default_policy(self, request):
        if request.path.startswith(reverse("admin:index")):
            return desk_policy(request.csp_nonce)
        return PUBLIC
