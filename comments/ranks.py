"""Numbers that lists need beside their rows, copied every few minutes: pages change no oftener (chore).

The order "most liked" is that of the copied likes, and cards show the copied count of comments: a thousand
likes or replies in five minutes purge the lists that show them once.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, F, Q

from articles.models import Article
from comments.models import Comment
from newsroom.models import Purge
from newsroom.purges import purge


def copy_numbers() -> None:
    """Copy likes and counts where they have changed, and purge the lists that show them (chore)."""
    unranked = Comment.objects.filter(~Q(likes=F("like_rank"))).order_by()
    for article_id in unranked.values_list("article", flat=True).distinct():
        _copy_ranks(article_id)
    copy_counts(_articles_talked_about())


def copy_counts(article_ids: Sequence[int]) -> None:
    """Copy how much is published under these articles, and purge the lists that show another number."""
    counted = Comment.objects.published().filter(article__in=article_ids).order_by().values("article")
    counts = dict(counted.annotate(number=Count("pk")).values_list("article", "number"))
    for article_id in article_ids:
        _copy_count(article_id, counts.get(article_id, 0))


def _articles_talked_about():
    """Whatever readers see of a discussion, its change purged the thread, and such rows stay for a day."""
    names = Purge.objects.filter(name__startswith="thread-").values_list("name", flat=True).distinct()
    return sorted({int(name.removeprefix("thread-")) for name in names})


@transaction.atomic
def _copy_ranks(article_id):
    stale = Comment.objects.filter(~Q(likes=F("like_rank")), article=article_id)
    if stale.update(like_rank=F("likes")):
        purge(f"likes-{article_id}")


@transaction.atomic
def _copy_count(article_id, number):
    if Article.objects.filter(pk=article_id).exclude(comment_count=number).update(comment_count=number):
        purge(f"count-{article_id}")
