"""Where old addresses lead: typed one by one, or many lines at once after a look at what they would do."""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path

from newsroom.desk import DeskAdmin
from newsroom.models import Redirect
from newsroom.purges import purge
from newsroom.redirect_lines import MOST_LINES, import_redirects, plan_redirects
from newsroom.redirects import NAME, RedirectError, add_redirect, end_of, free_path, read_path, read_target

MOST_SHOWN = 500
LONGEST_IMPORT = 2_000_000  # characters


class PathField(forms.CharField):
    """An address of this paper as ``read`` returns it, or its sentence."""

    def __init__(self, read, **kwargs):
        self.read = read
        super().__init__(max_length=600, **kwargs)

    def clean(self, value):
        try:
            return self.read(super().clean(value))
        except RedirectError as error:
            raise ValidationError(str(error)) from error


class RedirectForm(forms.ModelForm):
    old_path = PathField(
        read_path, label="Old address", help_text="For example /2019/05/03/story/. A page that is there wins."
    )
    new_path = PathField(read_target, label="Leads to")

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean(self):
        cleaned = super().clean()
        if "old_path" in cleaned and "new_path" in cleaned:
            try:
                cleaned["new_path"] = end_of(cleaned["old_path"], cleaned["new_path"], besides=self.instance)
            except RedirectError as error:
                self.add_error("new_path", str(error))
        return cleaned


class ImportForm(forms.Form):
    lines = forms.CharField(
        max_length=LONGEST_IMPORT,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        label="Old and new addresses",
        help_text=f"One pair a line with a comma between: /old/,/new/. At most {MOST_LINES:,} lines.",
    )


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    list_display = ["old_path", "new_path", "made_at"]
    search_fields = ["old_path", "new_path"]
    change_list_template = "admin/newsroom/redirect/change_list.html"

    def save_model(self, request, obj, form, change):
        was = form.initial.get("old_path")
        if change and was != obj.old_path:
            free_path(was)
        add_redirect(obj.old_path, obj.new_path)
        obj.pk = Redirect.objects.get(old_path=obj.old_path).pk

    def delete_model(self, request, obj):
        purge(NAME)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        purge(NAME)
        super().delete_queryset(request, queryset)

    def get_urls(self):
        lines = path("import/", self.admin_site.admin_view(self.import_view), name="newsroom_redirect_import")
        return [lines, *super().get_urls()]

    def import_view(self, request):
        """First what each line would do; the same text once more with the other button does it."""
        if not self.has_add_permission(request) or not self.has_change_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None)
        plan = None
        if form.is_valid():
            text = form.cleaned_data["lines"]
            if "_sure" in request.POST:
                counts = Counter(line.outcome for line in import_redirects(text, by=request.user))
                messages.success(request, f"{_said(counts)}.")
                return redirect("admin:newsroom_redirect_changelist")
            plan = plan_redirects(text)
        context = self.admin_site.each_context(request) | {
            "title": "Import redirects",
            "opts": self.opts,
            "form": form,
            "plan": plan,
        }
        if plan is not None:
            refused_first = sorted(plan, key=lambda line: (line.outcome != "refused", line.number))
            context["shown"] = refused_first[:MOST_SHOWN]
            context["summary"] = _said(Counter(line.outcome for line in plan))
        status = 422 if form.errors else 200
        return render(request, "admin/newsroom/redirect/import.html", context, status=status)


def _said(counts):
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("new", "changed", "same", "refused"))
