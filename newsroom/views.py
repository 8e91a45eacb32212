"""What belongs to no app: the house's health and the owner's colours."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from newsroom.kept import kept
from newsroom.sheet import THEME, THEME_DIGEST, readers_sheet


@require_safe
def healthz(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def favicon(request):
    """Where browsers and feed readers look without being told."""
    response = redirect(static("newsroom/icon.svg"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def paper_css(request, digest):
    sheet = readers_sheet()
    return _sheet(sheet.text, digest == sheet.digest)


@require_safe
def theme_css(request, digest):
    return _sheet(THEME, digest == THEME_DIGEST)


def _sheet(text, is_current):
    """An old address gives the style of now, for a page that a cache still holds, and is not kept."""
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-store"
    return response


def unknown_page(request, path):
    """What no route takes: where it leads, or the page that says so. Nothing can be sent there."""
    if request.method not in ("GET", "HEAD"):
        raise Http404
    if settings.INDEXNOW_KEY and path == f"{settings.INDEXNOW_KEY}.txt":  # proves that the key is ours
        return HttpResponse(settings.INDEXNOW_KEY, content_type="text/plain; charset=utf-8")
    return _nothing_here(request)


@kept
def _nothing_here(request):
    raise Http404
