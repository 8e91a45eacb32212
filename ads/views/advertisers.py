"""The advertisers' own pages: what their ads did, and what they do with them.

The private address that is mailed shows everything; to change something one signs in by a mailed link.
"""

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ads import links, reports, services
from ads.evidence import address_key
from ads.forms import CampaignForm, KeyForm, VersionForm
from ads.models import Advertiser
from ads.statistics import shown_ads
from ads.views.previews import campaign_of, keep_picture, preview_of, words_of
from newsroom.rates import is_within_rate
from newsroom.site import absolute

DEEDS = {"pause": services.pause_own_ad, "resume": services.resume_own_ad, "stop": services.stop_ad}
EDITS_AN_HOUR = 60  # previews count too: reading a picture is work
TOO_MANY = _("Many changes were sent in the last hour. Please try again later.")


def own_advertiser(request):
    """The advertiser who is signed in, or None."""
    person = request.user
    return Advertiser.objects.of_address(person.email).first() if person.is_authenticated else None


def for_advertisers(view):
    """Only for who is signed in as an advertiser; anybody else is asked to, and comes back here."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            here = request.get_full_path() if request.method == "GET" else reverse("ads:own")
            return redirect(f"{reverse('account_sign_in')}?{urlencode({'next': here})}")
        advertiser = own_advertiser(request)
        if advertiser is None:
            return render(request, "ads/no_advertiser.html", status=403)
        return view(request, advertiser, *args, **kwargs)

    return guarded


@require_safe
@for_advertisers
def own(request, advertiser):
    return redirect(links.status_path(advertiser))


@require_safe
def advertiser_status(request, token):
    """The advertiser's own page: balance, ads, results, and every click with its verdict."""
    advertiser = _of_token(token)
    note_own_key(request, advertiser)
    is_own = own_advertiser(request) == advertiser
    context = reports.statement(advertiser) | {"is_own": is_own, "token": token}
    if is_own:
        context |= {"keys": advertiser.keys.open(), "key_form": KeyForm(), "told": _told(request)}
    response = render(request, "ads/advertiser_status.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _of_token(token):
    advertisers = Advertiser.objects.select_related("account")
    return get_object_or_404(advertisers, secret=links.read_status_token(token))


def note_own_key(request, advertiser):
    """No click on their own ads from where an advertiser looks at them is charged that day."""
    services.note_own_key(advertiser, address_hash=address_key(request, timezone.localdate()))


def _told(request):
    """A secret that was just made: shown once, kept in the session until then."""
    return request.session.pop("ads-told", None)


@require_safe
def results_csv(request, token, kind):
    advertiser = _of_token(token)
    rows = reports.csv_rows(advertiser, kind)
    if rows is None:
        raise Http404("No such table")
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_advertisers
def ad_edit(request, advertiser, public_id):
    """The next version of an ad, filled with the last one: also the way to mend one that was turned down."""
    ad = _own_ad(advertiser, public_id)
    latest = ad.versions.first()
    if request.method != "POST":
        form = VersionForm(initial=latest.words, has_picture=True)
        return _edit_page(request, ad, form, latest.image)
    if not is_within_rate("ad-edit", str(advertiser.pk), limit=EDITS_AN_HOUR, seconds=3600):
        return render(request, "ads/refused.html", {"why": TOO_MANY}, status=429)
    form = VersionForm(request.POST, request.FILES, has_picture=True)
    picture = keep_picture(form)
    if form.is_valid() and "preview" not in request.POST and _propose(request, ad, form, picture):
        return redirect(links.status_path(advertiser))
    return _edit_page(request, ad, form, picture or latest.image)


def _propose(request, ad, form, picture):
    try:
        services.propose_version(ad, image=picture or None, words=words_of(form), by=request.user)
    except services.Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _edit_page(request, ad, form, picture):
    latest = ad.versions.first()
    preview = preview_of(form, picture) if form.is_bound else latest
    context = {"ad": ad, "latest": latest, "form": form, "preview": preview}
    return render(request, "ads/ad_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_advertisers
def ad_campaign(request, advertiser, public_id):
    ad = _own_ad(advertiser, public_id)
    form = CampaignForm(request.POST or None, initial=CampaignForm.initial_of(ad))
    if form.is_valid():
        try:
            changes = campaign_of(form)
            services.change_campaign(ad, by=request.user, **changes)
            return redirect(links.status_path(advertiser))
        except services.Refused as refused:
            form.add_error("budget_cents", str(refused))
    context = {"ad": ad, "latest": ad.versions.first(), "form": form}
    return render(request, "ads/ad_campaign.html", context, status=422 if form.errors else 200)


@require_POST
@for_advertisers
def ad_copy(request, advertiser, public_id):
    """Another ad like this one, opened to be changed; it waits for review as it is."""
    try:
        new = services.copy_ad(_own_ad(advertiser, public_id), by=request.user)
    except services.Refused as refused:
        return render(request, "ads/refused.html", {"why": str(refused)}, status=409)
    return redirect("ads:ad_edit", new.public_id)


@require_POST
@for_advertisers
def ad_deed(request, advertiser, public_id, deed):
    """Pause, go on or stop: one button, one service."""
    if deed not in DEEDS:
        raise Http404("No such deed")
    ad = _own_ad(advertiser, public_id)
    try:
        DEEDS[deed](ad, by=request.user)
    except services.Refused as refused:
        return render(request, "ads/refused.html", {"why": str(refused)}, status=409)
    return redirect(f"{links.status_path(advertiser)}#ad-{ad.public_id}")


@require_POST
@for_advertisers
def key_make(request, advertiser):
    kind = request.POST.get("kind")
    form = KeyForm(request.POST)
    if kind not in ("share", "api"):
        raise Http404
    if kind == "api":
        form.fields["days"].required = False
    if not form.is_valid():
        context = reports.statement(advertiser) | {"is_own": True, "token": links.status_token(advertiser)}
        context |= {"keys": advertiser.keys.open(), "key_form": form}
        return render(request, "ads/advertiser_status.html", context, status=422)
    try:
        days = form.cleaned_data["days"] if kind == "share" else None
        secret = services.make_key(advertiser, kind=kind, label=form.cleaned_data["label"], days=days)
    except services.Refused as refused:
        return render(request, "ads/refused.html", {"why": str(refused)}, status=409)
    shared = absolute(reverse("ads:shared", args=[secret]))
    request.session["ads-told"] = {"kind": kind, "secret": shared if kind == "share" else secret}
    return redirect(f"{links.status_path(advertiser)}#keys")


@require_POST
@for_advertisers
def key_revoke(request, advertiser, number):
    services.revoke_key(advertiser, number)
    return redirect(f"{links.status_path(advertiser)}#keys")


@require_safe
def shared(request, secret):
    """The results for somebody whom the advertiser gave a link: no money but what clicks cost, no deeds."""
    advertiser = services.opened_by("share", secret)
    if advertiser is None:
        return render(request, "ads/shared_over.html", status=410)
    response = render(request, "ads/shared.html", reports.shared_results(advertiser))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _own_ad(advertiser, public_id):
    return get_object_or_404(shown_ads(advertiser), public_id=public_id)
