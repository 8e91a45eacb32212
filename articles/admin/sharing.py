"""Showing a draft to somebody without an account: make a link, see when it was opened, revoke it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles import access
from articles.forms.sharing import ShareForm
from articles.models import ShareLink
from articles.services import Refused
from articles.services.sharing import revoke_share, share_draft
from newsroom import clock
from newsroom.site import absolute

SHOWN = 50  # links, newest first


class StorySharing:
    """The part of StoryAdmin that shares drafts. Who may edit a story may share it."""

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")

        share = require_http_methods(["GET", "HEAD", "POST"])(self.share_view)
        return [
            page("<path:object_id>/share/", share, "share"),
            page("<path:object_id>/share/<int:pk>/revoke/", require_POST(self.revoke_view), "share_revoke"),
            *super().get_urls(),
        ]

    def share_view(self, request, object_id):
        """The list and the form; the address of a new link is on the answer to its POST, and nowhere else."""
        article = self._story_to_share(request, object_id)
        form, made, address = ShareForm(request.POST or None), None, ""
        if form.is_valid():
            try:
                made, token = share_draft(article, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                form, address = ShareForm(), absolute(reverse("articles:draft", args=[token]))
        context = self.admin_site.each_context(request) | {
            "title": "Share the draft",
            "opts": self.opts,
            "original": article,
            "form": form,
            "made": made,
            "address": address,
            "links": _links_of(article),
            "now": clock.now(),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/share.html", context, status=status)

    def revoke_view(self, request, object_id, pk):
        article = self._story_to_share(request, object_id)
        link = get_object_or_404(ShareLink, pk=pk, article=article)
        if revoke_share(link, by=request.user):
            messages.success(request, f"The link for {link.for_whom} no longer opens.")
        return redirect("admin:articles_article_share", article.pk)

    def _story_to_share(self, request, object_id):
        article = self._story_or_404(request, object_id)
        if not access.may_share(request.user, article):
            raise PermissionDenied
        return article


def _links_of(article):
    openings = {"times_opened": Count("openings"), "last_opened": Max("openings__at")}
    links = article.share_links.select_related("made_by").annotate(**openings)
    return list(links.prefetch_related("openings")[:SHOWN])
