"""Who paid for an ad, and a word to the desk that something is wrong with it; no account, no script."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ads import services
from ads.forms import AdReportForm
from ads.models import AdVersion
from newsroom.fields import BIGGEST_PK
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

REPORTS_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def ad_about(request, version_id):
    version = _approved_or_404(version_id)
    form = AdReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, version, form, status=422 if form.is_bound else 200)
    sender = sender_key(request, "ad-reports", period="month")
    if not is_within_rate("ad-report", sender, limit=REPORTS_AN_HOUR, seconds=3600):
        form.add_error(None, _("Many reports came from your network. Please try again in an hour."))
        return _page(request, version, form, status=429)
    services.report_ad(version, reporter=sender, **form.cleaned_data)
    return redirect("ads:ad_reported")


@require_safe
def ad_reported(request):
    return render(request, "ads/ad_reported.html")


def _page(request, version, form, status):
    response = render(request, "ads/ad_about.html", {"version": version, "form": form}, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _approved_or_404(version_id):
    approved = AdVersion.objects.filter(approved_at__isnull=False).select_related("ad")
    version = approved.filter(pk=version_id).first() if version_id <= BIGGEST_PK else None
    if version is None:
        raise Http404("No such ad")
    return version
