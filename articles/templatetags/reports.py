"""Readers' error reports on the desk's first page."""

from django import template
from django.db.models import Count, F, Window
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import ErrorReport

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def error_reports_card(context):
    """What readers say is wrong, in one query; nothing for people who may not see it."""
    if not context["request"].user.has_perm("articles.view_errorreport"):
        return ""
    reports = ErrorReport.objects.waiting().annotate(
        headline=F("article__headline"), total=Window(Count("pk"))
    )
    shown = list(reports[:SHOWN])
    card = {
        "title": "Error reports",
        "count": shown[0].total if shown else 0,
        "rows": [
            {
                "text": report.claim[:120],
                "note": f"“{report.headline}”",
                "href": reverse("admin:articles_errorreport_change", args=[report.pk]),
            }
            for report in shown
        ],
        "href": reverse("admin:articles_errorreport_changelist") + "?state__exact=open",
        "empty": "No reader waits for an answer.",
    }
    return render_to_string("admin/_card.html", card)
