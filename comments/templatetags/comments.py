from django import template
from django.db.models import Count, Subquery
from django.template.loader import render_to_string
from django.urls import reverse

from comments import threads
from comments.forms import ReplyForm
from comments.mine import written_by
from comments.models import Comment
from comments.printing import Printer
from comments.receipts import AUTHOR, receipt_url
from comments.rendering import excerpt
from comments.seen import seen_headline
from newsroom import clock
from newsroom.kept import note_names
from newsroom.site import absolute

register = template.Library()

CARD_ROWS = 5
MINE = 50


@register.simple_tag
def discussion_of(article_id):
    """The first page of the discussion under an article that readers see; part of a page that may be kept."""
    return threads.discussion(article_id)


@register.inclusion_tag("comments/_section.html")
def comment_section(discussion):
    """The discussion (of ``discussion_of``), ending in "Leave a Reply"."""
    return {
        "discussion": discussion,
        "form": ReplyForm(article_id=discussion.article_id),
        "article_address": absolute(discussion.release.get_absolute_url()),
        "now": clock.now(),
    }


@register.inclusion_tag("comments/_point.html")
def point_talk(discussion, public_id):
    """Beside a key point: how much was said about it, and the way to say more."""
    return {
        "article_id": discussion.article_id,
        "is_open": discussion.release.comments_open,
        "point": public_id,
        "count": discussion.tally.points.get(str(public_id), 0),
    }


@register.simple_tag
def point_text(discussion):
    """The words of the key point that a discussion is about, "" when the article no longer has it."""
    points = discussion.release.key_points
    return next((point["text"] for point in points if point["public_id"] == discussion.point), "")


@register.inclusion_tag("comments/_count.html")
def comment_count(release):
    """How much was said about the story of a card (one of ``for_cards``), as it was last counted."""
    note_names(f"count-{release.article_id}")
    return {"release": release, "count": release.comment_count}


@register.simple_tag
def printer(release, heading, is_flat=False, as_data=False):
    """What prints the comments of a page about the article of ``release``: see ``comments.printing``."""
    is_open = release.comments_open
    return Printer(
        release.article_id, heading=heading, is_open=is_open, is_flat=is_flat, as_data=bool(as_data)
    )


@register.simple_tag
def print_thread(printer, thread):
    return printer.print_thread(thread)


@register.simple_tag
def print_line(printer, line):
    return printer.print_line(line)


@register.inclusion_tag("comments/_mine.html")
def my_comments(user):
    """What somebody signed in wrote, newest first, each with the way to its receipt: one query."""
    mine = written_by(user).exclude(state=Comment.State.DELETED)
    mine = mine.annotate(headline=seen_headline()).order_by("-pk")[:MINE]
    return {"entries": [(comment, receipt_url(comment, AUTHOR)) for comment in mine]}


@register.simple_tag(takes_context=True)
def comments_cards(context):
    """What waits for a moderator, on the desk's first page: one query, and none without the permission."""
    if not context["request"].user.has_perm("comments.view_comment"):
        return ""
    held = Comment.objects.held()
    # A window would work out the headline of every comment that waits.
    total = held.order_by().values("state").annotate(total=Count("pk")).values("total")
    shown = list(held.annotate(headline=seen_headline(), total=Subquery(total)).order_by("pk")[:CARD_ROWS])
    rows = [
        {
            "text": excerpt(comment.text, 120),
            "note": f"{comment.name} on {comment.headline}",
            "href": reverse("admin:comments_comment_change", args=[comment.pk]),
        }
        for comment in shown
    ]
    return render_to_string(
        "admin/_card.html",
        {
            "title": "Comments held",
            "count": shown[0].total if shown else 0,
            "rows": rows,
            "href": reverse("admin:comments_comment_changelist") + "?queue=held",
            "empty": "No comment waits.",
        },
    )
