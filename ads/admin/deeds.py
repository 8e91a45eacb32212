"""Lists that only show, and deeds on their rows: each deed is one service call behind its own permission."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ads.services import Refused
from newsroom.desk import DeskAdmin


class ReadOnlyAdmin(DeskAdmin):
    """Rows that come and change by services alone."""

    actions = None
    services_record = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        opts = self.opts
        return any(
            request.user.has_perm(f"{opts.app_label}.{deed}_{opts.model_name}") for deed in ("view", "change")
        )


def deed(permission, *, asks=True):
    """Guard a desk view of one row: fetch it, check ``permission``, and say a refusal in words.

    A deed that ``asks`` nothing is one button: it takes POST alone.
    """

    def decorate(view):
        @wraps(view)
        def guarded(self, request, pk):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            if not asks and request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            row = self.get_object(request, pk)
            if row is None:
                raise Http404
            try:
                return view(self, request, row)
            except Refused as refused:
                messages.error(request, str(refused))
                return back_to(row)

        return guarded

    return decorate


def back_to(row):
    opts = row._meta
    return redirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]))


def ask(model_admin, request, row, form, **words):
    """Answer with the page that asks what a deed needs to know; ``words`` are its title and button."""
    context = {
        **admin.site.each_context(request),
        "opts": model_admin.opts,
        "original": row,
        "form": form,
        **words,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/ads/deed.html", context, status=status)
