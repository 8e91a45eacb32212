"""What pages that list stories share: a stretch by key, its canonical address, its neighbours."""

from django.http import Http404

from articles.cursors import UnknownCursorError, cut_stretch
from newsroom.site import absolute

LIST_SIZE = 20


def stretch_or_404(request, rows, *, dated="published_at"):
    """The stretch of ``rows`` that the address asks for; a cursor that means nothing is no page."""
    before = request.GET.get("before", "")
    try:
        stretch = cut_stretch(rows, before=before, size=LIST_SIZE, dated=dated)
    except UnknownCursorError as error:
        raise Http404 from error
    if before and not stretch.rows:
        raise Http404
    return stretch


def list_context(request, address, stretch):
    """What `_older.html` and the head of a page need to know of a stretch."""
    before = request.GET.get("before", "")
    return {
        "stretch": stretch,
        "is_first": not before,
        "address": address,
        "older": f"{address}?before={stretch.older}" if stretch.older else "",
        "newer": _newer(address, stretch) if before else "",
        "canonical": absolute(f"{address}?before={before}" if before else address),
    }


def _newer(address, stretch):
    return f"{address}?before={stretch.newer}" if stretch.newer else address
