"""What moderators and checks decide about a comment: one conditional UPDATE on the state and words seen."""

from django.db import transaction

from comments import judging
from comments.cases import Outcome, Verdict
from comments.follows import tell_follower
from comments.models import Ban, Comment
from comments.newest import purge_comments
from comments.tallies import is_counted
from newsroom.audit import record
from newsroom.clock import database_now

State, Removal = Comment.State, Comment.Removal


def approve_comment(comment: Comment, *, by) -> bool:
    """Publish ``comment``; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, State.PUBLISHED, by=by, verb="approved", reason="")


def reject_comment(comment: Comment, *, by, words: str = "", removal: str = Removal.OTHER) -> bool:
    """Keep ``comment`` from readers; ``words`` reach its author, ``removal`` is for the public ledger.

    False if it is no longer in the state that the moderator saw.
    """
    return _decide(comment, State.REJECTED, by=by, verb="rejected", words=words, removal=removal)


def mark_spam(comment: Comment, *, by) -> bool:
    """Put ``comment`` away as spam; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, State.SPAM, by=by, verb="marked as spam", removal=Removal.SPAM)


def undo_decision(comment: Comment, *, by=None) -> bool:
    """Hold a decided ``comment`` again; False if it is no longer in the state that the moderator saw."""
    return _decide(comment, State.HELD, by=by, verb="held again")


@transaction.atomic
def decide_appeal(comment: Comment, *, by, is_granted: bool, words: str = "") -> bool:
    """Answer the author's appeal, once: publish ``comment``, or let it stay where it is.

    False if the appeal was answered or the comment decided on in the meantime.
    """
    if not comment.has_open_appeal:
        return False
    if is_granted:
        return approve_comment(comment, by=by)
    answer = {"appeal_answered_at": database_now(), "reason_words": words or comment.reason_words}
    asked = Comment.objects.filter(pk=comment.pk, state=comment.state, appeal_answered_at=None)
    if not asked.update(**answer):
        return False
    _take(comment, answer)
    record("turned the appeal down", comment, by=by, before=None, after={"state": comment.state})
    return True


@transaction.atomic
def _decide(comment, state, *, by, verb, reason="moderator", words="", removal=""):  # noqa: PLR0913
    """Move ``comment`` from the state it was read in to ``state``: of several who race, one succeeds."""
    seen = comment.state
    if seen in (state, State.DELETED):
        return False
    now = database_now()
    decision = {
        "state": state,
        "decided_at": None if state == State.HELD else now,
        "decided_by": None if state == State.HELD else by,
        "reason": reason,
        "reason_words": words,
        "removal": removal,
    }
    if comment.has_open_appeal and state != State.HELD:
        decision["appeal_answered_at"] = now
    if not _move(comment, decision):
        return False
    told = {"state": state} | ({"removal": removal} if removal else {})
    record(verb, comment, by=by, before={"state": seen}, after=told)
    return True


def apply_verdict(comment: Comment, verdict: Verdict | None, *, rule: str) -> bool:
    """Add what a check says that answered later (``rule`` is its name), or that it found nothing.

    A comment that waited for this check alone (reason "checking") is published, held or put away by it,
    but never published once its author is banned; of any other that is held, moderators see the verdict.
    False if the comment is not as it was read.
    """
    if comment.state != State.HELD:
        return False
    said = [(rule, verdict)] if verdict else []
    change = {"verdicts": comment.verdicts + judging.as_stored(said)}
    if comment.reason == "checking":
        state, reason = judging.state_after(said)
        if state == State.PUBLISHED and _is_banned(comment):
            state, reason = State.HELD, "banned"
        change |= {"state": state, "reason": reason}
        change["verdicts"] = [known for known in change["verdicts"] if known["code"] != "checking"]
        change["decided_at"] = None if state == State.HELD else database_now()
        change["removal"] = Removal.SPAM if verdict and verdict.outcome == Outcome.SPAM else ""
    with transaction.atomic():
        if not _move(comment, change, reason=comment.reason, text=comment.text):
            return False
        if comment.state != State.HELD:
            record_judged(f"decided by {rule}", comment, was=State.HELD)
    return True


def _is_banned(comment):
    """Whether its author was banned while it waited."""
    theirs = Ban.objects.of(sender=comment.sender, commenter_id=comment.commenter_id, email=comment.email)
    return theirs.in_force(database_now()).exists()


def record_judged(verb: str, comment: Comment, *, was: str) -> None:
    """Write that the house moved ``comment`` by itself."""
    after = {"state": comment.state, "reason": comment.reason}
    record(verb, comment, by=None, before={"state": was}, after=after)


def _move(comment, change, **as_seen):
    """Change ``comment`` if it is as it was read, and purge where readers see it."""
    seen = comment.state
    as_read = Comment.objects.filter(pk=comment.pk, state=seen, edited_at=comment.edited_at, **as_seen)
    if not as_read.update(**change):
        return False
    if is_counted(seen, change.get("state", seen)):
        purge_comments(comment)
    _take(comment, change)
    if comment.is_published and seen != State.PUBLISHED:
        tell_follower(comment)
    return True


def _take(comment, change):
    for field, value in change.items():
        setattr(comment, field, value)
