"""The Origin rule: how a form on a kept page is protected without a token and without a cookie.

A kept page is the same for everyone, so it cannot hold a CSRF token. Browsers say where a POST comes from
(Fetch Metadata, Origin); a page of another site cannot forge either. This decorator is the only
``csrf_exempt`` in the house.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.csrf import csrf_exempt

from newsroom import errors

ACCEPT, HOLD, REFUSE = "accept", "hold", "refuse"


def judge_origin(headers) -> str:
    """Return ACCEPT, HOLD (take it, but a person looks first) or REFUSE for the headers of a POST.

    The first that applies: ``Sec-Fetch-Site`` same-origin accepts, none holds, anything else refuses;
    without it ``Origin`` must be the site's ("null" is not); without both, ``Referer`` must be; without
    all three it is held.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return {"same-origin": ACCEPT, "none": HOLD}.get(site, REFUSE)
    origin = headers.get("Origin")
    if origin is not None:
        return ACCEPT if origin == settings.SITE_URL else REFUSE
    referer = headers.get("Referer")
    if referer is None:
        return HOLD
    return ACCEPT if _origin_of(referer) == settings.SITE_URL else REFUSE


def _origin_of(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def origin_rule(view):
    """Let a POST in only from this site's own pages; ``request.is_held_by_origin`` says when to ask a person.

    A refused POST answers 403 with the text that was typed, so that it can be copied.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.is_held_by_origin = False
        if request.method == "POST":
            verdict = judge_origin(request.headers)
            if verdict == REFUSE:
                return errors.foreign_form(request)
            request.is_held_by_origin = verdict == HOLD
        return view(request, *args, **kwargs)

    return guarded
