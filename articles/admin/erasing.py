"""The last step of the trash: a story is deleted for good, by a superuser who types its headline."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path, reverse

from articles import access, services
from articles.forms.erasing import EraseForm
from articles.services import OtherHeadlineError, Refused
from articles.services.erasing import what_goes_with, words_to_type


class StoryErasing:
    """The part of StoryAdmin that asks once more, and lets go."""

    def get_urls(self):
        erase = self.admin_site.admin_view(self.erase_view)
        return [
            path("<path:object_id>/erase/", erase, name="articles_article_erase"),
            *super().get_urls(),
        ]

    def erase_view(self, request, object_id):
        article = self._story_or_404(request, object_id)
        if not access.may_erase(request.user):
            raise PermissionDenied
        form = EraseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.erase_article(article, by=request.user, **form.cleaned_data)
            except OtherHeadlineError as refusal:
                form.add_error("headline", str(refusal))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"“{words_to_type(article)}” is deleted for good.")
                return redirect(f"{reverse('admin:articles_article_changelist')}?view=trash")
        return self._erase_page(request, article, form)

    def _erase_page(self, request, article, form):
        context = self.admin_site.each_context(request) | {
            "title": "Delete for good",
            "opts": self.opts,
            "original": article,
            "form": form,
            "words": words_to_type(article),
            "gone": what_goes_with(article) if article.trashed_at else {},
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/erase.html", context, status=status)
