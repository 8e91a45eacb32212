"""The fronts at the desk: a page to arrange each, and how readers will see it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import DateTimeField
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.timezone import localtime

from articles import access, services
from articles.forms import Arrangement
from articles.forms.fronts import YEARS, stories_to_place
from articles.front import make_front, make_section_front
from articles.models import FrontSlot, Section
from articles.refusals import Rearranged
from articles.services import Refused
from articles.views import LIST_SIZE
from newsroom import clock, security
from newsroom.desk import DeskAdmin
from newsroom.fields import tidy_text


@admin.register(FrontSlot)
class FrontAdmin(DeskAdmin):
    """Slots have no list and no form of their own: a front is arranged as a whole."""

    services_record = True
    to_see_every_row = [access.READ_EVERY]

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"articles_frontslot_{name}")

        return [
            page("", self.arrange_view, "changelist"),
            page("choose/", self.choose_view, "choose"),
            page("preview/", self.preview_view, "preview"),
        ]

    def has_add_permission(self, request):
        return False

    def arrange_view(self, request):
        section = self._section(request)
        visible = access.visible_articles(request.user)
        arrangement = Arrangement(section, visible, request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return self._page(request, section, arrangement)
        if not arrangement.is_valid():
            return self._page(request, section, arrangement, status=422)
        slots, removed = arrangement.wanted()
        try:
            changes = services.arrange_front(
                section, slots, removed=removed, seen=arrangement.seen, by=request.user
            )
        except Rearranged as refusal:
            messages.error(request, str(refusal))
            return self._page(request, section, arrangement, status=409, standing=arrangement.see_anew())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self._page(request, section, arrangement, status=409)
        messages.success(request, "The arrangement is saved." if changes else "Nothing was changed.")
        return redirect(request.get_full_path())

    def _page(self, request, section, arrangement, *, status=200, standing=None):
        context = self.admin_site.each_context(request) | {
            "title": "Fronts",
            "opts": self.opts,
            "section": section,
            "sections": Section.objects.all(),
            "arrangement": arrangement,
            "standing": standing,
            "query": f"?section={section.pk}" if section else "",
            "moment": request.POST.get("at") or f"{localtime(clock.now()):%Y-%m-%dT%H:%M:%S}",
        }
        return render(request, "admin/articles/frontslot/arrange.html", context, status=status)

    def choose_view(self, request):
        """Stories that are live or scheduled and fit what was typed, for the list of suggestions."""
        section = self._section(request)
        term = tidy_text(request.GET.get("term", "")[:200]).strip()
        found = stories_to_place(access.visible_articles(request.user), section)
        found = found.filter(headline__icontains=term).values_list("pk", "headline")[:20]
        return JsonResponse({"results": [{"id": pk, "text": headline} for pk, headline in found]})

    def preview_view(self, request):
        """The front as readers will see it at a moment; on POST with the arrangement as it is typed."""
        section, slots = self._section(request), None
        if request.method == "POST":
            arrangement = Arrangement(section, access.visible_articles(request.user), request.POST)
            if not arrangement.is_valid():
                return self._page(request, section, arrangement, status=422)
            slots, _ = arrangement.wanted()
        at = _moment((request.POST or request.GET).get("at", "")) or clock.now()
        response = self._front(request, section, at, slots)
        response.csp = security.PREVIEW
        return response

    def _front(self, request, section, at, slots):
        if section is None:
            front = make_front(at=at, slots=slots)
            context = {"front": front, "sections": front.sections, "canonical": reverse("articles:front")}
            return render(request, "articles/front.html", context)
        front = make_section_front(section, size=LIST_SIZE, at=at, slots=slots)
        context = {
            "section": section,
            "sections": list(Section.objects.all()),
            "placed": front.placed,
            "stretch": front.stretch,
            "is_first": True,
            "address": section.get_absolute_url(),
            "canonical": section.get_absolute_url(),
        }
        return render(request, "articles/section.html", context)

    def _section(self, request):
        """The section whose front is meant; None for the front page."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        key = request.GET.get("section", "")
        return get_object_or_404(Section, pk=key) if key.isdecimal() and len(key) < 18 else None


def _moment(typed):
    try:
        at = DateTimeField(required=False).clean(typed)
    except ValidationError:
        return None
    return at if at and at.year in YEARS else None
