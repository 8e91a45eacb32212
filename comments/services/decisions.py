"""What moderators decide about a comment: one conditional UPDATE on the state that they saw."""

from django.db import transaction

from comments.models import Comment
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.purges import purge


def approve_comment(comment: Comment, *, by) -> bool:
    """Publish ``comment``; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, Comment.State.PUBLISHED, by=by, verb="approved")


def reject_comment(comment: Comment, *, by) -> bool:
    """Keep ``comment`` from readers; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, Comment.State.REJECTED, by=by, verb="rejected")


def mark_spam(comment: Comment, *, by) -> bool:
    """Put ``comment`` away as spam; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, Comment.State.SPAM, by=by, verb="marked as spam")


def undo_decision(comment: Comment, *, by=None) -> bool:
    """Hold a decided ``comment`` again; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, Comment.State.HELD, by=by, verb="held again")


@transaction.atomic
def _decide(comment, state, *, by, verb):
    """Move ``comment`` from the state it was read in to ``state``: of several who race, one succeeds."""
    seen = comment.state
    if seen in (state, Comment.State.DELETED):
        return False
    decision = {
        "state": state,
        "decided_at": None if state == Comment.State.HELD else database_now(),
        "decided_by": None if state == Comment.State.HELD else by,
        "key": None,
    }
    if not Comment.objects.filter(pk=comment.pk, state=seen).update(**decision):
        return False
    if Comment.State.PUBLISHED in (seen, state):
        purge(comment.kept_name)
    for field, value in decision.items():
        setattr(comment, field, value)
    record(verb, comment, by=by, before={"state": seen}, after={"state": state})
    return True
