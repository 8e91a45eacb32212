"""Until when readers may comment: what the desk may choose, and the one rule, asked in a query."""

from datetime import date, datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, IntegerChoices, Q
from django.utils.timezone import localdate

from newsroom import clock


class CommentDays(IntegerChoices):
    """For how many days after the day of its publication an article takes comments."""

    WEEK = 7, "7 days after publication"
    FORTNIGHT = 14, "14 days after publication"
    MONTH = 30, "30 days after publication"
    __empty__ = "Not by themselves"


def open_for_comments() -> ExpressionWrapper:
    """Whether readers may comment today, in the paper's time zone: an annotation for releases.

    ``day`` is that of the first publication; the day that comes first closes them.
    """
    today = localdate(clock.now())
    no_last_day = Q(article__comments_close_on=None) | Q(article__comments_close_on__gte=today)
    in_time = Q(article__comments_close_after=None)
    for days in CommentDays:
        in_time |= Q(article__comments_close_after=days, day__gte=today - timedelta(days=days))
    return ExpressionWrapper(
        Q(article__comments_open=True) & no_last_day & in_time, output_field=BooleanField()
    )


def comments_end(article, day: date) -> datetime | None:
    """Return the moment at which comments close by themselves if ``day`` is that of the publication."""
    after = article.comments_close_after
    ends = [article.comments_close_on, after and day + timedelta(days=after)]
    last = min(filter(None, ends), default=None)
    return last and clock.midnight(last + timedelta(days=1))
