"""What the ads say over HTTP: the slot, the click, and the advertisers' pages."""

import logging

from django.core.signing import BadSignature, SignatureExpired
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ads import links, reports, services, serving
from ads.evidence import observe
from ads.forms import AdForm
from ads.models import Ad, Advertiser
from ads.tokens import make_token, named_ad, read_token
from newsroom import security
from newsroom.kept import kept
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

log = logging.getLogger(__name__)

SUBMISSIONS_AN_HOUR = 20


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
    return render(request, "ads/advertise.html")


@require_http_methods(["GET", "HEAD", "POST"])
def ad_submit(request):
    if request.method == "POST" and not _is_within_rate(request):
        return _come_back_later(request)
    form = AdForm(request.POST, request.FILES) if request.method == "POST" else AdForm()
    if form.is_valid() and _submit(form):
        return redirect("ads:ad_submitted")
    return render(request, "ads/ad_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _is_within_rate(request):
    sender = sender_key(request, "ad-submit")
    return is_within_rate("ad-submit", sender, limit=SUBMISSIONS_AN_HOUR, seconds=3600)


def _come_back_later(request):
    """The form as it was typed, but for the picture: reading that is the work that is refused."""
    form = AdForm(request.POST)
    form.errors.clear()
    form.add_error(None, "Many ads came from your network in the last hour. Please try again later.")
    response = render(request, "ads/ad_form.html", {"form": form}, status=429)
    response.headers["Retry-After"] = "3600"
    return response


def _submit(form):
    fields = {name: value for name, value in form.cleaned_data.items() if name != "policy"}
    try:
        services.submit_ad(**fields)
    except services.Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


@require_safe
def ad_submitted(request):
    return render(request, "ads/ad_submitted.html")


@require_http_methods(["GET", "HEAD", "POST"])
def ad_confirm(request, token):
    """The mailed link: reading it shows a button, because programs read links too; its POST confirms."""
    try:
        public_id, secret = links.read_confirm_token(token)
    except SignatureExpired:
        return render(request, "ads/ad_confirm_expired.html", status=410)
    except BadSignature as forged:
        raise Http404 from forged
    ads = Ad.objects.select_related("advertiser")
    ad = get_object_or_404(ads, public_id=public_id, advertiser__secret=secret)
    if request.method == "POST":
        services.confirm_submission(ad)
    if request.method == "POST" or ad.state != Ad.State.UNCONFIRMED:
        return redirect(links.status_path(ad.advertiser))
    return render(request, "ads/ad_confirm.html", {"ad": ad, "version": ad.versions.get(number=1)})


@require_safe
def advertiser_status(request, token):
    """The advertiser's own page: balance, ads, and every click with its verdict."""
    advertiser = get_object_or_404(
        Advertiser.objects.select_related("account"), secret=links.read_status_token(token)
    )
    response = render(request, "ads/advertiser_status.html", reports.statement(advertiser))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
