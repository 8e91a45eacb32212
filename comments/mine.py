"""What an account wrote, as its sign-in proves: not what was only typed with its address."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from comments.models import Comment
from newsroom.models import User


def written_by(user: User) -> QuerySet[Comment]:
    """Return every comment of the account, whatever became of it."""
    return Comment.objects.filter(commenter__user=user)


def answered_among(comments: QuerySet[Comment], user: User) -> QuerySet[Comment]:
    """Return those of ``comments`` that somebody else's published words hang on: a place stays there.

    What else ``user`` wrote is taken to go with them.
    """
    others = Comment.objects.published().exclude(commenter__user=user)
    return comments.filter(Exists(others.filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))))
