"""How an ad comes in: the page that offers it, the form with its preview, and the link that confirms it."""

from django.contrib.auth import login
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ads import links, services
from ads.forms import AdForm, VersionForm
from ads.models import Ad, Audience
from ads.models.audience import AUDIENCE
from ads.views.advertisers import note_own_key
from ads.views.previews import (
    EXAMPLE,
    campaign_of,
    has_kept_picture,
    keep_picture,
    preview_of,
    tried,
    words_of,
)
from newsroom.kept import kept
from newsroom.mailed_links import account_of
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

SUBMISSIONS_AN_HOUR = 60  # previews count too: reading a picture is work


@kept
def advertise(request):
    audience = Audience.objects.naming(AUDIENCE).first()
    form = VersionForm()
    context = {"audience": audience, "tried": form.fields_of(form.TRIED), "preview": EXAMPLE}
    return render(request, "ads/advertise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def ad_submit(request):
    if request.method == "POST" and not _is_within_rate(request):
        return _come_back_later(request)
    if request.method != "POST":
        words = tried(request)
        context = {"form": AdForm(initial=words), "preview": words and EXAMPLE | words}
        return render(request, "ads/ad_form.html", context)
    form = AdForm(request.POST, request.FILES, has_picture=has_kept_picture(request))
    picture = keep_picture(form)
    if form.is_valid() and "preview" not in request.POST and _submit(form, picture):
        return redirect("ads:ad_submitted")
    context = {"form": form, "preview": preview_of(form, picture)}
    return render(request, "ads/ad_form.html", context, status=422 if form.errors else 200)


def _is_within_rate(request):
    sender = sender_key(request, "ad-submit")
    return is_within_rate("ad-submit", sender, limit=SUBMISSIONS_AN_HOUR, seconds=3600)


def _come_back_later(request):
    """The form as it was typed, but for the picture: reading that is the work that is refused."""
    form = AdForm(request.POST)
    form.errors.clear()
    form.add_error(None, _("Many ads came from your network in the last hour. Please try again later."))
    response = render(request, "ads/ad_form.html", {"form": form}, status=429)
    response.headers["Retry-After"] = "3600"
    return response


def _submit(form, picture):
    campaign = campaign_of(form)
    try:
        services.submit_ad(
            email=form.cleaned_data["email"], image=picture, words=words_of(form), campaign=campaign
        )
    except services.Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


@require_safe
def ad_submitted(request):
    return render(request, "ads/ad_submitted.html")


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def ad_confirm(request, token):
    """The mailed link: reading it shows a button, because programs read links too; its POST confirms.

    The POST that confirms also signs in: it has shown that the address is theirs.
    """
    try:
        public_id, secret = links.read_confirm_token(token)
    except SignatureExpired:
        return _too_old(request, token)
    except BadSignature as forged:
        raise Http404 from forged
    ads = Ad.objects.select_related("advertiser")
    ad = get_object_or_404(ads, public_id=public_id, advertiser__secret=secret)
    if request.method == "POST":
        note_own_key(request, ad.advertiser)
    if request.method == "POST" and services.confirm_submission(ad):
        person = account_of(ad.advertiser.email)
        if person is not None:
            login(request, person)
    if request.method == "POST" or ad.state != Ad.State.UNCONFIRMED:
        return redirect(links.status_path(ad.advertiser))
    version = ad.versions.get(number=1)
    return render(request, "ads/ad_confirm.html", {"ad": ad, "version": version})


def _too_old(request, token):
    """Say what has become of the ad: deleted, or confirmed by this link when it was young."""
    public_id, secret = links.read_confirm_token(token, however_old=True)
    ads = Ad.objects.filter(public_id=public_id, advertiser__secret=secret)
    is_confirmed = ads.exclude(state=Ad.State.UNCONFIRMED).exists()
    return render(request, "ads/ad_confirm_expired.html", {"is_confirmed": is_confirmed}, status=410)
