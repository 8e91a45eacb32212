"""Who else is at a story: said on its page, and told to it every few seconds."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.services import presence
from newsroom.models import User


class StoryPresence:
    """The part of StoryAdmin that knows who is there."""

    def get_urls(self):
        here = self.admin_site.admin_view(require_POST(self.presence_view))
        address = path("<path:object_id>/presence/", here, name="articles_article_presence")
        return [address, *super().get_urls()]

    def presence_view(self, request, object_id):
        """A sign of life from an open page, or its last one; answers who is there, and what is stored."""
        article = self._story_or_404(request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if "leave" in request.POST:
            presence.leave(article, by=request.user)
            return JsonResponse({})
        if of := self._whom_to_take_over_from(request):
            presence.take_over(article, by=request.user, of=of)
        else:
            presence.note_presence(article, by=request.user)
        others = presence.others_at(article, request.user)
        taker = presence.taken_over_by(request.user, others)
        return JsonResponse(
            {
                "others": spoken_presences(others),
                "taken_over_by": str(taker.user) if taker else "",
                "version": article.version,
                "changed_by": str(article.changed_by or "Somebody"),
                "at": f"{localtime(article.changed_at):%H:%M}",
            }
        )

    def get_object(self, request, object_id, from_field=None):
        article = super().get_object(request, object_id, from_field)
        of = self._whom_to_take_over_from(request)
        if article is not None and of and self.has_change_permission(request, article):
            presence.take_over(article, by=request.user, of=of)
        return article

    def _whom_to_take_over_from(self, request):
        of = request.POST.get("_take_over", "")
        return User.objects.filter(pk=of).first() if of.isdecimal() and len(of) < 10 else None

    def render_change_form(  # noqa: PLR0913, PLR0917 - the hook is Django's
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None and obj.pk:
            context["others"] = list(presence.others_at(obj, request.user))
        return super().render_change_form(request, context, add, change, form_url, obj)


def spoken_presences(presences):
    return [
        {"pk": one.user_id, "name": str(one.user), "since": f"{localtime(one.since):%H:%M}"}
        for one in presences
    ]
