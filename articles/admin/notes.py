"""Internal notes on a story: a page of their own, and those still open beside the form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from articles import access, services
from articles.models import Note
from articles.services import Refused


class StoryNotes:
    """The notes' part in StoryAdmin. Whoever may read the working text may read and write notes on it."""

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            page("<path:object_id>/notes/", self.notes_view, "notes"),
            page("<path:object_id>/notes/<int:pk>/resolve/", require_POST(self.resolve_view), "note_resolve"),
            page("<path:object_id>/notes/<int:pk>/reopen/", require_POST(self.reopen_view), "note_reopen"),
            *super().get_urls(),
        ]

    def render_change_form(  # noqa: PLR0913, PLR0917 - the hook is Django's
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        if obj:
            context["notes"] = list(obj.notes.unresolved().select_related("by"))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def notes_view(self, request, object_id):
        article = self._article_of_notes(request, object_id)
        text, fault = request.POST.get("text", ""), ""
        if request.method == "POST":
            try:
                _, told = services.add_note(article, by=request.user, text=text)
            except Refused as refusal:
                fault = str(refusal)
            else:
                gets = "gets" if len(told) == 1 else "each get"
                people = f" {', '.join(map(str, told))} {gets} a mail." if told else ""
                messages.success(request, f"Note added.{people}")
                return redirect("admin:articles_article_notes", article.pk)
        context = self.admin_site.each_context(request) | {
            "title": "Notes",
            "opts": self.opts,
            "original": article,
            "notes": article.notes.select_related("by", "resolved_by"),
            "text": text,
            "fault": fault,
        }
        return render(request, "admin/articles/article/notes.html", context, status=422 if fault else 200)

    def resolve_view(self, request, object_id, pk):
        return self._turn(request, object_id, pk, services.resolve_note)

    def reopen_view(self, request, object_id, pk):
        return self._turn(request, object_id, pk, services.reopen_note)

    def _turn(self, request, object_id, pk, verb):
        article = self._article_of_notes(request, object_id)
        verb(get_object_or_404(Note, pk=pk, article=article), by=request.user)
        return redirect("admin:articles_article_notes", article.pk)

    def _article_of_notes(self, request, object_id):
        article = self._story_or_404(request, object_id)
        if not access.may_read(request.user, article):
            raise PermissionDenied
        return article
