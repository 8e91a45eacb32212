"""What readers meet of the ads: the slot, the click, and the page that offers it."""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ads import services, serving
from ads.evidence import observe
from ads.models import Ad, Audience
from ads.models.audience import AUDIENCE
from ads.tokens import make_token, named_ad, read_token
from newsroom import security
from newsroom.kept import kept

log = logging.getLogger(__name__)


@require_safe
def slot(request, place):
    """The frame of one slot: an ad, or the invitation; never an error, never a cookie."""
    if place not in serving.PLACES:
        raise Http404("No such place")
    try:
        ad = serving.choose_ad()
        token = make_token(ad.ad_id, ad.version_id, place, at=timezone.now()) if ad else ""
        response = render(request, "ads/slot.html", {"ad": ad, "token": token})
    except Exception:  # whatever breaks, the reader gets the invitation
        log.exception("The slot could not show an ad")
        response = render(request, "ads/slot.html", {"ad": None})
    response.csp = security.AD_FRAME
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def ad_click(request, token):
    """Send the reader on to the advertiser, whatever the verdict; only an unknown ad is a 404."""
    ad = _clicked_ad(token)
    try:
        services.record_click(ad, evidence=observe(request, read_token(token)))
    except DatabaseError:
        log.exception("A click could not be recorded; it is not charged")
    # Not HttpResponseRedirect: it would encode the address anew, and advertisers' addresses are exact.
    return HttpResponse(
        status=302,
        headers={
            "Location": ad.version.landing_url,
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _clicked_ad(token):
    number = named_ad(token)
    try:
        return get_object_or_404(Ad.objects.for_clicks(), pk=number)
    except DatabaseError as away:
        log.exception("The ad of a click could not be read")
        raise Http404 from away


@kept
def advertise(request):
    audience = Audience.objects.naming(AUDIENCE).first()
    return render(request, "ads/advertise.html", {"audience": audience})
