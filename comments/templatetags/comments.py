from django import template
from django.db.models import Count, Subquery
from django.template.loader import render_to_string
from django.urls import reverse

from comments import threads
from comments.cases import Mode
from comments.forms import ReplyForm
from comments.models import Comment
from comments.policies import terms_of
from comments.seen import seen_headline
from newsroom import clock

register = template.Library()

CARD_ROWS = 5


@register.inclusion_tag("comments/_section.html")
def comment_section(article_id, is_open):
    """The discussion under an article, ending in "Leave a Reply"; part of a page that may be kept."""
    terms = terms_of(article_id)
    return {
        "article_id": article_id,
        "is_open": is_open and terms.mode != Mode.CLOSED,
        "terms": terms,
        "now": clock.now(),
        "discussion": threads.discussion(article_id),
        "form": ReplyForm(article_id=article_id),
    }


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
            "text": comment.text[:120],
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
