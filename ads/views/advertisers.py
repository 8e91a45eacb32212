"""The advertisers' pages."""

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ads import links, reports, services
from ads.evidence import address_key
from ads.forms import AdForm
from ads.models import Ad, Advertiser
from newsroom.kept import kept
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

SUBMISSIONS_AN_HOUR = 20


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
        _note_own_key(request, ad.advertiser)
    if request.method == "POST" or ad.state != Ad.State.UNCONFIRMED:
        return redirect(links.status_path(ad.advertiser))
    return render(request, "ads/ad_confirm.html", {"ad": ad, "version": ad.versions.get(number=1)})


@require_safe
def advertiser_status(request, token):
    """The advertiser's own page: balance, ads, and every click with its verdict."""
    advertiser = get_object_or_404(
        Advertiser.objects.select_related("account"), secret=links.read_status_token(token)
    )
    _note_own_key(request, advertiser)
    response = render(request, "ads/advertiser_status.html", reports.statement(advertiser))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _note_own_key(request, advertiser):
    services.note_own_key(advertiser, address_hash=address_key(request, timezone.localdate()))
