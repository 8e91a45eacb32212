"""Until when readers may comment: the one rule, asked of a row and asked in a query."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.timezone import localdate

from newsroom import clock


def is_open_for_comments(article) -> bool:
    """Whether readers may comment on ``article`` today, in the paper's time zone."""
    last = article.comments_close_on
    return article.comments_open and (last is None or localdate(clock.now()) <= last)


def open_for_comments(prefix: str = "") -> ExpressionWrapper:
    """The same as an annotation; ``prefix`` leads to the article ("article__")."""
    today = localdate(clock.now())
    no_end = Q(**{f"{prefix}comments_close_on": None})
    return ExpressionWrapper(
        Q(**{f"{prefix}comments_open": True}) & (no_end | Q(**{f"{prefix}comments_close_on__gte": today})),
        BooleanField(),
    )
