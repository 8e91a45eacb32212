"""Corrections at the desk: made from a live story, listed for whoever looks them up."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path

from articles import access, services
from articles.admin.checklist import accepted_in, checklist_of
from articles.editions import diff, snapshot
from articles.forms import CorrectionForm
from articles.merged import said_now
from articles.models import Correction
from articles.services import Refused
from articles.timeline import line_of
from newsroom.desk import DeskAdmin


class StoryCorrections:
    """The page of StoryAdmin on which a live story is corrected: the update and the words, in one step."""

    def get_urls(self):
        correct = self.admin_site.admin_view(self.correct_view)
        return [
            path("<path:object_id>/correct/", correct, name="articles_article_correct"),
            *super().get_urls(),
        ]

    def correct_view(self, request, object_id):
        article = self._story_or_404(request, object_id)
        if not access.may_publish(request.user, article):
            raise PermissionDenied
        form = CorrectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.correct(article, by=request.user, despite=accepted_in(request), **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.log_change(request, article, f"Corrected: {form.cleaned_data['text'][:200]}")
                messages.success(request, "Corrected. Readers see the update, and what was changed.")
                return redirect("admin:articles_article_change", article.pk)
        return self._correct_page(request, article, form)

    def _correct_page(self, request, article, form):
        live = line_of(article).live
        context = self.admin_site.each_context(request) | {
            "title": "Correct",
            "opts": self.opts,
            "original": article,
            "form": form,
            "live": live,
            "changes": diff(said_now(live.edition.data), snapshot(article)) if live else [],
            "checklist": checklist_of(article, request),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/correct.html", context, status=status)


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """To look up only: a correction stays as it was written."""

    list_display = ["text", "kind", "article", "at", "by"]
    list_filter = ["kind", "at"]
    list_select_related = ["article", "by"]
    search_fields = ["text", "article__headline"]
    fields = ["kind", "text", "article", "edition", "at", "by"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
