"""What is forgotten by itself: whatever could tell readers without an account apart, after sixty days."""

from datetime import timedelta

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from comments.models import Ban, Comment, Follow, Like, Report
from newsroom.salts import KEPT_DAYS

KEPT = timedelta(days=KEPT_DAYS)
UNCONFIRMED = timedelta(days=7)


def forget_traces() -> None:
    """Forget hashes whose key is gone, closed reports' words, and follows nobody confirmed (chore).

    What was counted stays counted: a like or report whose reader is forgotten is still one.
    """
    old = timezone.now() - KEPT
    Comment.objects.filter(created_at__lt=old).exclude(sender="").update(sender="")
    Comment.objects.filter(created_at__lt=old, key__isnull=False).update(key=None)
    likes, reports = Like.objects.filter(at__lt=old), Report.objects.filter(at__lt=old)
    forget_readers(likes.exclude(liker__startswith="user:"), "liker")
    forget_readers(reports.exclude(reporter__startswith="user:"), "reporter")
    Report.objects.filter(closed_at__lt=old).exclude(words="").update(words="")
    Ban.objects.filter(until__lt=old).exclude(sender="").delete()
    Follow.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - UNCONFIRMED).delete()


def forget_readers(rows: QuerySet, column: str) -> int:
    """Put in place of who liked or reported what says nothing, and is unique; returns how many."""
    nobody = Concat(Value("past:"), Cast("pk", CharField()))
    return rows.exclude(**{f"{column}__startswith": "past:"}).update(**{column: nobody})
