"""Small files that machines look for at fixed addresses. They read no database."""

from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from newsroom.clock import now
from newsroom.crawlers import robots_text
from newsroom.site import absolute

PAPER = "#fdfcf9"  # --paper of tokens.css
SECURITY_DAYS = 180  # the RFC wants less than a year
ICONS = (
    ("newsroom/icon.svg", "any", "image/svg+xml", "any"),
    ("newsroom/icon-192.png", "192x192", "image/png", "any"),
    ("newsroom/icon-512.png", "512x512", "image/png", "any"),
    ("newsroom/icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


@require_safe
def robots_txt(request):
    return _lines(robots_text())


@require_safe
def ads_txt(request):
    """IAB ads.txt 1.1: all ads are sold by the paper itself, so nobody else is authorised (3.2.1)."""
    lines = [
        f"# {settings.SITE_NAME} sells its ads itself: {absolute('/advertise/')}",
        "placeholder.example.com, placeholder, DIRECT, placeholder",
        f"OWNERDOMAIN={settings.SITE.hostname.removeprefix('www.')}",
        f"CONTACT={parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    ]
    return _lines("\n".join(lines) + "\n")


@require_safe
def security_txt(request):
    """RFC 9116; it expires half a year after the day on which it is read, so that it is always fresh."""
    last = datetime.combine(now().astimezone(UTC).date() + timedelta(days=SECURITY_DAYS), time.min)
    languages = dict.fromkeys((settings.LANGUAGE_CODE, "en"))
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {last:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    ]
    return _lines("\n".join(lines) + "\n")


@require_safe
def gpc_json(request):
    """The W3C's Global Privacy Control: what we do with Sec-GPC is in docs/ads.md."""
    return _kept_an_hour(JsonResponse({"gpc": True, "lastUpdate": "2026-11-29"}))


@require_safe
def web_manifest(request):
    manifest = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": settings.SITE_TAGLINE,
        "lang": settings.LANGUAGE_CODE,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }
    return _kept_an_hour(JsonResponse(manifest, content_type="application/manifest+json"))


def _lines(text):
    return _kept_an_hour(HttpResponse(text, content_type="text/plain; charset=utf-8"))


def _kept_an_hour(response):
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
