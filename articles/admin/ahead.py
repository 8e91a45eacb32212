"""The front page as readers will see it at a moment: tomorrow's paper, today."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from articles import access
from articles.front import make_front
from articles.models import OPEN_END, Release
from newsroom import clock, security
from newsroom.desk import MomentInput

EARLIEST = 2000
SHOWN = 12  # changes ahead, to choose from


class MomentForm(forms.Form):
    at = forms.DateTimeField(label="At", required=False, widget=MomentInput)

    def moment(self):
        """The moment that was asked for; now, without one, with one that cannot be read, or with one of
        times so long past that no zone can hold it."""
        at = self.cleaned_data.get("at") if self.is_valid() else None
        return min(at, OPEN_END) if at and at.year >= EARLIEST else clock.now()


class FrontAhead:
    """The part of StoryAdmin that looks ahead: at what others scheduled too, so for those who may read it."""

    def get_urls(self):
        def page(address, view, name):
            seen = self.admin_site.admin_view(require_safe(view))
            return path(address, seen, name=f"articles_article_{name}")

        return [
            page("front/", self.ahead_view, "ahead"),
            page("front/page/", self.ahead_page_view, "ahead_page"),
            *super().get_urls(),
        ]

    def ahead_view(self, request):
        """The moment to choose, and the page of it in a frame."""
        self._need_to_see_ahead(request)
        form = MomentForm(request.GET if "at" in request.GET else None)
        at = form.moment()
        if not form.errors:
            form = MomentForm(initial={"at": at.replace(microsecond=0)})
        context = self.admin_site.each_context(request) | {
            "title": "The front page ahead",
            "opts": self.opts,
            "form": form,
            "at": at,
            "shown_at": f"{localtime(at):%Y-%m-%dT%H:%M:%S}",
            "moments": _changes_ahead(),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/ahead.html", context, status=status)

    def ahead_page_view(self, request):
        self._need_to_see_ahead(request)
        at = MomentForm(request.GET).moment()
        front = make_front(at=at)
        words = {"front": front, "sections": front.sections, "seen_ahead": at}
        response = render(request, "articles/front.html", words)
        response.csp = security.PREVIEW
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _need_to_see_ahead(self, request):
        if not access.may_see_ahead(request.user):
            raise PermissionDenied


def _changes_ahead():
    """The next moments at which something goes live, each with how it is called."""
    ahead = Release.timeline.filter(live_from__gt=clock.now()).order_by("live_from")
    return list(ahead.values("live_from").annotate(headline=Min("headline"))[:SHOWN])
