"""What readers meet: the frame of a slot, and the link of an ad."""

import logging
from dataclasses import replace
from functools import lru_cache

from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from ads import services, serving, showings
from ads.evidence import observe
from ads.models import Ad, Device
from ads.slots import PLACES, read_slot
from ads.tokens import MAX_LENGTH, browser_mark, client_mark, make_token, named_ad, read_token
from ads.verdicts import OLDEST_VIEW
from newsroom import security
from newsroom.origin import any_origin, origin_rule
from newsroom.reading import is_reading
from newsroom.robots import is_phone, is_robot
from newsroom.senders import client_address
from newsroom.site import site

log = logging.getLogger(__name__)

_TOKEN = "0.here-stands-the-token"  # noqa: S105 - stands in the frame as it is made, until a reader's own token does


@require_safe
def slot(request, place):
    """The frame of one slot: an ad, or the invitation; never an error, never a cookie."""
    if place not in PLACES:
        raise Http404("No such place")
    try:
        page = _frame_for(request, read_slot(place, request.META.get("QUERY_STRING", "")))
    except Exception:  # whatever breaks, the reader gets the invitation
        log.exception("The slot could not show an ad")
        page = _frame_of(None, request)
    response = HttpResponse(page)
    response.csp = security.AD_FRAME
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _frame_for(request, slot):
    at, agent = timezone.now(), request.META.get("HTTP_USER_AGENT", "")
    slot = replace(slot, device=_device(agent))
    ad = serving.choose_ad(slot)
    if ad is None:
        return _frame_of(None, request)
    version_id = ad.creative.version_id
    token = make_token(
        ad_id=ad.ad_id,
        version_id=version_id,
        advertiser_id=ad.advertiser_id,
        price_cents=serving.price_in(slot.place, ad),
        place=slot.place,
        section=slot.section,
        at=at,
        client=client_mark(client_address(request), agent, at),
        browser=browser_mark(agent),
    )
    if is_reading(request):
        showings.count_served(
            version_id,
            day=timezone.localdate(at),
            place=slot.place,
            section=slot.section,
            device=slot.device,
        )
    return _frame_of(ad.creative, request).replace(_TOKEN, token)


def _frame_of(creative, request):
    words = site(request)
    return _made_frame(creative, words["sheet_href"], words["ad_price_cents"], get_language())


@lru_cache(maxsize=512)
def _made_frame(creative, sheet_href, ad_price_cents, language):
    """The frame of one version, the same for every reader but for the token; versions are frozen."""
    words = {"sheet_href": sheet_href, "ad_price_cents": ad_price_cents, "language": language}
    return render_to_string("ads/slot.html", words | {"ad": creative, "token": _TOKEN})


def _device(agent):
    return Device.PHONE if is_phone(agent) else Device.COMPUTER


@origin_rule
@require_POST
def ad_seen(request):
    """What the page's module says of an ad that was half on the screen for a second: its token, once.

    Only the reader to whom the ad was shown can say it; nobody is told whether it counted.
    """
    said = request.read(MAX_LENGTH + 1)
    if len(said) > MAX_LENGTH:
        return HttpResponse(status=400)
    view = read_token(said.decode("ascii", "replace"))
    if view and not is_robot(request.META.get("HTTP_USER_AGENT", "")):
        evidence = observe(request, view)
        if evidence.is_of_viewer and evidence.at - view.at <= OLDEST_VIEW:
            showings.count_seen(view, day=timezone.localdate(evidence.at), device=evidence.device)
    return HttpResponse(status=204)


@any_origin
def ad_click(request, token):
    """Send the reader on to the advertiser, whatever the verdict; only an unknown ad is a 404."""
    number = named_ad(token)
    try:
        landing_url = services.follow_click(number, evidence=observe(request, read_token(token))).landing_url
    except Ad.DoesNotExist as unknown:
        raise Http404 from unknown
    except DatabaseError:
        log.exception("A click could not be recorded; it is not charged")
        landing_url = _landing_url(number)
    # Not HttpResponseRedirect: it would encode the address anew, and advertisers' addresses are exact.
    return HttpResponse(
        status=302,
        headers={
            "Location": landing_url,
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _landing_url(number):
    """Read over a new connection where the last one broke; without a database, what this process knows."""
    for _ in range(2):  # the second may be cut as well
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        try:
            return get_object_or_404(Ad.objects.for_clicks(), pk=number).version.landing_url
        except DatabaseError:
            log.exception("The ad of a click could not be read")
            known = serving.last_address(number)
            if known is not None:
                return known
    raise Http404("No database, and nothing known of the ad")
