from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import services
from articles.forms import ReportForm
from articles.models import Release
from newsroom.fields import BIGGEST_PK
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

REPORTS_PER_WINDOW, WINDOW_SECONDS = 10, 600
TOO_MANY_REPORTS = _("That is a lot of reports at once. Your words are kept here: send them in ten minutes.")


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def report_error(request, article_id):
    """A form for readers who found something wrong; whatever its origin, a person reads the report."""
    release = _release_or_404(article_id)
    form = ReportForm(request.POST or None, about=article_id)
    if request.method != "POST":
        return _report_page(request, release, form)
    if not form.is_valid():
        return _report_page(request, release, form, status=422)
    sender = sender_key(request, "reports")
    if not is_within_rate("report", sender, limit=REPORTS_PER_WINDOW, seconds=WINDOW_SECONDS):
        form.add_error(None, TOO_MANY_REPORTS)
        return _report_page(request, release, form, status=429)
    words = {name: form.cleaned_data[name] for name in ("quote", "claim", "email")}
    services.report_error(article_id, sender=sender, **words)
    return HttpResponseRedirect(reverse("articles:report_received", args=[article_id]), status=303)


@require_safe
def report_received(request, article_id):
    return render(request, "articles/report_received.html", {"release": _release_or_404(article_id)})


def _report_page(request, release, form, *, status=200):
    response = render(request, "articles/report.html", {"release": release, "form": form}, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _release_or_404(article_id):
    if article_id > BIGGEST_PK:
        raise Http404
    return get_object_or_404(Release.objects.of_article(article_id).defer("body"))
