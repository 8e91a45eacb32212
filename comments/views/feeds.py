"""The comments under an article for readers' programs: RSS, Atom and JSON Feed, as all feeds of the paper."""

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.feeds.answers import written_feed
from articles.feeds.channels import Channel, Entry
from comments.models import Comment
from comments.rendering import excerpt
from comments.views.places import release_or_404
from newsroom.kept import kept
from newsroom.site import absolute

NEWEST = 50


@kept
def feed(request, article_id, form):
    release = release_or_404(article_id)
    newest = Comment.objects.under(article_id).by_appearance().reverse().for_feed()[:NEWEST]
    channel = Channel(
        path=reverse("comments:discussion", args=[article_id]),
        title=_("Comments: %(headline)s") % {"headline": release.headline} + f" · {settings.SITE_NAME}",
        description=_("What readers say about “%(headline)s”.") % {"headline": release.headline},
        entries=[_entry(comment) for comment in newest],
    )
    return written_feed(channel, form)


def _entry(comment):
    appeared = localtime(comment.decided_at).replace(microsecond=0)
    edited = comment.edited_at and localtime(comment.edited_at).replace(microsecond=0)
    return Entry(
        guid=f"tag:{settings.SITE.hostname},{localtime(comment.created_at):%Y-%m-%d}:comment-{comment.pk}",
        title=f"{comment.name}: {excerpt(comment.text, 80)}",
        url=absolute(reverse("comments:comment", args=[comment.article_id, comment.pk])),
        published_at=appeared,
        updated_at=max(appeared, edited or appeared),
        summary=comment.text,
        html="",
    )
