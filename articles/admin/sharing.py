"""Showing a draft to somebody without an account: make a link, see when it was opened, revoke it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles import access
from articles.forms.sharing import ShareForm
from articles.models import ShareLink, ShareOpening
from articles.services import Refused
from articles.services.sharing import revoke_share, share_draft
from newsroom import clock
from newsroom.site import absolute

SHOWN = 50  # links, newest first
LATEST = 5  # openings of each


class StorySharing:
    """The part of StoryAdmin that shares drafts. Who may edit a story may share it, and revoke every link.

    Whoever made a link may still revoke that one when the story is theirs to edit no longer.
    """

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
        article, links = self._story_and_links(request, object_id)
        may_share = access.may_share(request.user, article)
        if request.method == "POST" and not may_share:
            raise PermissionDenied
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
            "may_share": may_share,
            "made": made,
            "address": address,
            "links": _shown(links),
            "now": clock.now(),
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/share.html", context, status=status)

    def revoke_view(self, request, object_id, pk):
        article, links = self._story_and_links(request, object_id)
        link = get_object_or_404(ShareLink, pk=pk, article=article)
        if not links.filter(pk=link.pk).exists():
            raise PermissionDenied
        if revoke_share(link, by=request.user):
            messages.success(request, f"The link for {link.for_whom} no longer opens.")
        return redirect("admin:articles_article_share", article.pk)

    def _story_and_links(self, request, object_id):
        """The story, and those of its links that the user may revoke: all, or their own."""
        article = self._story_or_404(request, object_id)
        if access.may_share(request.user, article):
            return article, article.share_links.all()
        own = article.share_links.filter(made_by=request.user)
        if not own.exists():
            raise PermissionDenied
        return article, own


def _shown(links):
    links = links.select_related("made_by").annotate(
        times_opened=Count("openings"), last_opened=Max("openings__at")
    )
    latest = Prefetch("openings", ShareOpening.objects.all()[:LATEST], to_attr="latest")
    return list(links.prefetch_related(latest)[:SHOWN])
