"""Readers' error reports: what they quote, what they claim, and what the desk made of it."""

from django.contrib import admin, messages
from django.contrib.admin.filters import ChoicesFieldListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from articles import services
from articles.forms import CloseForm
from articles.models import ErrorReport
from articles.services import Refused
from newsroom.desk import DeskAdmin


class StateTabs(ChoicesFieldListFilter):
    are_tabs = True
    template = "admin/_tabs.html"


@admin.register(ErrorReport)
class ErrorReportAdmin(DeskAdmin):
    """Nothing to edit: a report is closed, by a correction or by an answer."""

    list_display = ["said", "article", "state", "at"]
    list_display_links = ["said"]
    list_filter = [("state", StateTabs)]
    list_select_related = ["article"]
    search_fields = ["quote", "claim", "article__headline"]
    ordering = [Case(When(state=ErrorReport.State.OPEN, then=0), default=1), "-pk"]
    services_record = True

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # how it was closed says what became of it

    @admin.display(description="report")
    def said(self, report):
        return render_to_string("admin/articles/errorreport/_said.html", {"report": report})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        report = self.get_object(request, unquote(object_id))
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        may_close = self.has_change_permission(request, report)
        if request.method == "POST":
            if not may_close:
                raise PermissionDenied
            return self._close(request, report)
        return self._page(request, report, CloseForm(report=report) if may_close else None)

    def _close(self, request, report):
        form = CloseForm(request.POST, report=report)
        if form.is_valid():
            try:
                self._end(request, report, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("admin:articles_errorreport_changelist")
        return self._page(request, report, form, status=422)

    def _end(self, request, report, *, correction, answer):
        has_address = bool(report.email)
        if "_decline" in request.POST:
            services.decline(report, by=request.user, answer=answer)
        elif correction is None:
            raise Refused("Choose the correction that this report led to.")
        else:
            services.close_as_corrected(report, by=request.user, correction=correction)
        self.log_change(request, report, f"Closed: {report.get_state_display().lower()}.")
        thanked = " The reader is thanked by mail." if has_address else ""
        messages.success(request, f"Closed: {report.get_state_display().lower()}.{thanked}")

    def _page(self, request, report, form, *, status=200):
        if not self.has_view_or_change_permission(request, report):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": "Error report",
            "opts": self.opts,
            "report": report,
            "form": form if report.state == ErrorReport.State.OPEN else None,
        }
        return render(request, "admin/articles/errorreport/report.html", context, status=status)
