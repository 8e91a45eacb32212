"""Likes: one a reader, undoable, and a number that is exactly how many there are."""

from django.db import IntegrityError, transaction
from django.db.models import F

from comments.models import Comment, Like
from newsroom.purges import purge


def like_comment(comment: Comment, *, liker: str) -> bool:
    """Count one like of a published ``comment``; False if ``liker`` likes it already, or it no longer shows.

    Of any number of simultaneous callers for one reader exactly one gets True.
    """
    try:
        with transaction.atomic():
            if not _count(Comment.objects.published().filter(pk=comment.pk), 1, comment.kept_name):
                return False
            Like.objects.create(comment=comment, liker=liker)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def unlike_comment(comment: Comment, *, liker: str) -> bool:
    """Take the like of ``liker`` back; False if there was none."""
    if not Like.objects.filter(comment=comment, liker=liker).delete()[0]:
        return False
    return _count(Comment.objects.filter(pk=comment.pk), -1, comment.kept_name)


def likes(comment: Comment, liker: str) -> bool:
    """Whether ``liker`` likes ``comment``."""
    return Like.objects.filter(comment=comment, liker=liker).exists()


def _count(comments, step, kept_name):
    """Every like purges the pages of its thread: one row, which processes read within half a second."""
    if not comments.update(likes=F("likes") + step):
        return False
    purge(kept_name)
    return True
