"""What readers say, for readers' programs: RSS, Atom and JSON Feed, as all feeds of the paper.

Under one article, in one thread, and in the whole paper.
"""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.feeds.answers import written_feed
from articles.feeds.channels import Channel, Entry
from comments.models import Comment
from comments.newest import newest_comments
from comments.rendering import excerpt
from comments.views.places import number_or_404, release_or_404
from newsroom.kept import kept
from newsroom.site import absolute

NEWEST = 50


@kept
def newest_feed(request, form):
    """In the whole paper; each entry says under which story it stands."""
    newest = newest_comments().for_feed("headline")[:NEWEST]
    title = _("Comments") + f" · {settings.SITE_NAME}"
    said = _("What readers of %(paper)s say.") % {"paper": settings.SITE_NAME}
    entries = [_entry(comment, _by_whom_on_what(comment)) for comment in newest]
    return written_feed(Channel("/comments/", title, said, entries, page="/"), form)


@kept
def feed(request, article_id, form):
    release = release_or_404(article_id)
    newest = Comment.objects.under(article_id).by_appearance().reverse().for_feed()[:NEWEST]
    channel = Channel(
        path=reverse("comments:discussion", args=[article_id]),
        title=_("Comments: %(headline)s") % {"headline": release.headline} + f" · {settings.SITE_NAME}",
        description=_("What readers say about “%(headline)s”.") % {"headline": release.headline},
        entries=[_entry(comment, comment.name) for comment in newest],
    )
    return written_feed(channel, form)


@kept
def thread_feed(request, article_id, root_id, form):
    """The answers in one thread, which shows wherever its page does."""
    release, said = release_or_404(article_id), Comment.objects.under(article_id)
    root = said.roots().filter(pk=number_or_404(str(root_id))).for_pages().first()
    if root is None:
        raise Http404("No such thread")
    newest = said.filter(root=root.pk).by_appearance().reverse().for_feed()[:NEWEST]
    words = {"name": root.name, "headline": release.headline}
    title = _("Answers to %(name)s: %(headline)s") if root.is_published else _("Answers: %(headline)s")
    channel = Channel(
        path=reverse("comments:thread", args=[article_id, root.pk]),
        title=title % words + f" · {settings.SITE_NAME}",
        description=_("What readers answer in one thread about “%(headline)s”.") % words,
        entries=[_entry(comment, comment.name) for comment in newest],
    )
    return written_feed(channel, form)


def _by_whom_on_what(comment):
    return _("%(name)s on “%(headline)s”") % {"name": comment.name, "headline": comment.headline}


def _entry(comment, said_by):
    """``comment`` is a row ``for_feed``."""
    appeared = localtime(comment.decided_at).replace(microsecond=0)
    edited = comment.edited_at and localtime(comment.edited_at).replace(microsecond=0)
    return Entry(
        guid=f"tag:{settings.SITE.hostname},{localtime(comment.created_at):%Y-%m-%d}:comment-{comment.pk}",
        title=f"{said_by}: {excerpt(comment.text, 80)}",
        url=absolute(reverse("comments:comment", args=[comment.article_id, comment.pk])),
        published_at=appeared,
        updated_at=max(appeared, edited or appeared),
        summary=comment.text,
        html="",
    )
