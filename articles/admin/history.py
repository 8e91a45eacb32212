"""What a story was: its editions, what differs between any two of them, and the way back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from articles import access, services
from articles.comparing import compare
from articles.editions import diff, digest, snapshot
from articles.merged import all_said_now
from articles.models import Edition, Release
from articles.services import Refused
from newsroom import clock
from newsroom.models import User

NOW = "now"  # the working text, in addresses where an edition's number could stand
BIGGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared: an edition, or the working text."""

    key: str
    name: str
    data: dict
    at: datetime
    by: User | None
    edition: Edition | None


class StoryHistory:
    """The part of StoryAdmin that looks back. Whoever may read a story may read all of its history."""

    def get_urls(self):
        def page(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"articles_article_{name}")

        return [
            page("<path:object_id>/diff/", require_safe(self.choose_diff_view), "choose_diff"),
            page("<path:object_id>/diff/<str:a>/<str:b>/", require_safe(self.diff_view), "diff"),
            page("<path:object_id>/restore/<int:number>/", require_POST(self.restore_view), "restore"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        article = self._story_to_read(request, unquote(object_id))
        editions = article.editions.select_related("by")
        page = Paginator(editions, 50).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        older = [*rows[1:], editions.filter(number__lt=rows[-1].number).first() if rows else None]
        texts = all_said_now([edition.data for edition in [*rows, *older[-1:]] if edition])
        for place, (edition, before) in enumerate(zip(rows, older, strict=False)):
            edition.before = before
            edition.changes = [d.label for d in diff(texts[place + 1], texts[place])] if before else []
        releases = list(
            Release.timeline.filter(article=article)
            .order_by("live_from")
            .values_list("edition_id", "live_from", "live_until", "updated_at")
        )
        for edition in rows:
            edition.weight = _weight(edition, releases)
        now = clock.now()
        latest = rows[0] if rows and page.number == 1 else None
        context = {
            "article": article,
            "editions": rows,
            "page": page,
            "live_edition": next((pk for pk, start, end, _ in releases if start <= now < end), None),
            "coming_edition": next((pk for pk, start, _, _ in releases if start > now), None),
            "coming_at": next((start for _, start, _, _ in releases if start > now), None),
            "is_ahead": page.number == 1 and (not latest or digest(texts[0]) != digest(snapshot(article))),
            "may_restore": access.may_restore(request.user, article),
        }
        return super().history_view(request, object_id, context | (extra_context or {}))

    def choose_diff_view(self, request, object_id):
        """From the radio buttons of the history to the address of the diff, the older one first."""
        article = self._story_to_read(request, object_id)
        chosen = [request.GET.get(name, "") for name in ("a", "b")]
        if not all(_is_key(key) for key in chosen):
            messages.error(request, "Choose two editions to compare.")
            return redirect("admin:articles_article_history", article.pk)
        older, newer = sorted(chosen, key=lambda key: BIGGEST_NUMBER if key == NOW else int(key))
        return redirect("admin:articles_article_diff", article.pk, older, newer)

    def diff_view(self, request, object_id, a, b):
        article = self._story_to_read(request, object_id)
        before, after = self._side(article, a), self._side(article, b)
        changes = compare(*all_said_now([before.data, after.data]))
        context = self.admin_site.each_context(request) | {
            "title": "What changed",
            "opts": self.opts,
            "original": article,
            "before": before,
            "after": after,
            "changes": changes,
            "latest": article.editions.values_list("number", flat=True).first(),
            "may_restore": access.may_restore(request.user, article),
        }
        return render(request, "admin/articles/article/diff.html", context)

    def _side(self, article, key):
        if key == NOW:
            return Side(NOW, "Working text", snapshot(article), article.changed_at, article.changed_by, None)
        if not _is_key(key):
            raise Http404
        edition = article.editions.select_related("by").filter(number=int(key)).first()
        if edition is None:
            raise Http404
        return Side(key, f"Edition {edition.number}", edition.data, edition.at, edition.by, edition)

    def restore_view(self, request, object_id, number):
        article = self._story_to_read(request, object_id)
        if not access.may_restore(request.user, article):
            raise PermissionDenied
        edition = article.editions.filter(number=number).first() if number <= BIGGEST_NUMBER else None
        if edition is None:
            raise Http404
        try:
            gone = services.restore(edition, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, article, f"Restored edition {number}.")
            said = f"Edition {number} is the working text again. Readers see no change until it is published."
            messages.success(request, said)
            if gone:
                messages.warning(request, f"No longer there: {', '.join(gone)}.")
        return redirect("admin:articles_article_change", article.pk)

    def _story_to_read(self, request, object_id):
        article = self._story_or_404(request, object_id)
        if not access.may_read(request.user, article):
            raise PermissionDenied
        return article


def _weight(edition, releases):
    """What the edition was to readers: an edition may be published long after it was kept, or never."""
    starts = [(start, updated) for pk, start, _, updated in releases if pk == edition.pk]
    if not starts:
        return ""
    first = releases[0][1]
    return "Substantive" if any(start in (first, updated) for start, updated in starts) else "Minor"


def _is_key(key):
    is_number = key.isascii() and key.isdecimal() and len(key) <= 10
    return key == NOW or (is_number and int(key) <= BIGGEST_NUMBER)
