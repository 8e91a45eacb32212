"""The Origin rule: how a form on a kept page is protected without a token and without a cookie.

A kept page is the same for everyone, so it cannot hold a CSRF token. Browsers say where a POST comes from
(Fetch Metadata, Origin); a page of another site cannot forge either. This file has the only
``csrf_exempt`` of the house.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.views.decorators.csrf import csrf_exempt

from newsroom import errors


def is_from_here(headers) -> bool:
    """Whether a POST with these headers comes from no other site's page.

    The first that applies: ``Sec-Fetch-Site`` must be same-origin or none; without it ``Origin`` must be the
    site's ("null" is not); without both, ``Referer`` must be. Without all three it is no
    other site's page: none can make a browser leave all of them out. Who it is from is another question:
    what strangers send in this way is read by a person.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("Origin")
    if origin is not None:
        return origin == settings.SITE_URL
    referer = headers.get("Referer")
    return referer is None or _origin_of(referer) == settings.SITE_URL


def is_held_by_origin(headers) -> bool:
    """Whether a POST does not say from which page it comes, so that a person must read what it brings.

    A browser says ``Sec-Fetch-Site: none`` of what no page sent, and tools say nothing at all.
    """
    site = headers.get("Sec-Fetch-Site")
    return site == "none" or (site is None and not headers.get("Origin") and not headers.get("Referer"))


def _origin_of(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def origin_rule(view):
    """Keep out a POST that comes from another site's page.

    A refused POST answers 403 with the text that was typed, so that it can be copied; so does, with 404, one
    about something that was taken away while it was written.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and not is_from_here(request.headers):
            return errors.foreign_form(request)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            return errors.gone_form(request)

    return guarded


def any_origin(view):
    """Let every POST in: only for a view that does no more for it than for a link that is followed."""
    return csrf_exempt(view)
