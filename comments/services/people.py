"""What moderators decide about people: bans, everything of a spammer at once, and notes for each other."""

from datetime import timedelta

from django.db import transaction

from comments.models import Ban, Comment, Commenter, CommenterNote
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.purges import purge
from newsroom.refusals import Refused

LONGEST_BAN_OF_A_SENDER = timedelta(days=31)  # after its month a sender is nobody any more
SWEPT = (Comment.State.HELD, Comment.State.PUBLISHED)


@transaction.atomic
def ban(comment: Comment, *, by, days: int | None, reason: str = "") -> Ban:
    """Publish nothing more by whoever wrote ``comment``, for ``days`` or until it is lifted (None).

    That is the author's record where there is one, else the sender (for a month at most), else the typed
    address. Raises Refused where nothing of them is known any more.
    """
    return _ban(comment, by=by, days=days, reason=reason, at=database_now(), verb="banned")


def _ban(comment, *, by, days, reason, at, verb, swept=None):  # noqa: PLR0913
    if comment.commenter_id:
        whom = {"commenter_id": comment.commenter_id}
    elif comment.sender:
        days = min(days or LONGEST_BAN_OF_A_SENDER.days, LONGEST_BAN_OF_A_SENDER.days)
        whom = {"sender": comment.sender}
    elif comment.email:
        whom = {"email": comment.email.lower()}
    else:
        raise Refused("Nothing is left by which its author could be known again.")
    until = days and at + timedelta(days=days)
    made = Ban.objects.create(**whom, until=until, reason=reason, by=by, at=at, swept=swept or {})
    record(verb, made, by=by, after={"comment": comment.pk, "until": until, "swept": made.swept})
    return made


@transaction.atomic
def spam_ban(comment: Comment, *, by, days: int | None = None, reason: str = "Spam") -> Ban:
    """Ban whoever wrote ``comment`` and put everything of theirs away as spam: one act, with one undo."""
    at = database_now()
    theirs = Comment.objects.by(sender=comment.sender, commenter_id=comment.commenter_id)
    theirs = (theirs | Comment.objects.filter(pk=comment.pk)).filter(state__in=SWEPT).order_by("pk")
    found = list(theirs.select_for_update().values_list("pk", "state", "article"))
    swept = {state: [pk for pk, was, _ in found if was == state] for state in SWEPT}
    Comment.objects.filter(pk__in=[pk for pk, *_ in found], state__in=SWEPT).update(
        state=Comment.State.SPAM,
        decided_at=at,
        decided_by=by,
        reason="swept",
        reason_words="",
        removal=Comment.Removal.SPAM,
    )
    _purge_threads(found)
    return _ban(comment, by=by, days=days, reason=reason, at=at, verb="banned with all comments", swept=swept)


@transaction.atomic
def lift_ban(banned: Ban, *, by) -> bool:
    """Let somebody write again, and undo what their ban put away, unless somebody decided on it since.

    What was published is published again, what was held is held. False if the ban was lifted before.
    """
    at = database_now()
    if not Ban.objects.filter(pk=banned.pk, lifted_at=None).update(lifted_at=at):
        return False
    banned.lifted_at = at
    for state, keys in banned.swept.items():
        is_held = state == Comment.State.HELD
        put_away = Comment.objects.filter(
            pk__in=keys, state=Comment.State.SPAM, reason="swept", decided_at=banned.at
        )
        found = list(put_away.select_for_update().values_list("pk", "state", "article"))
        put_away.update(
            state=state,
            decided_at=None if is_held else at,
            decided_by=None if is_held else by,
            reason="moderator" if is_held else "",
            removal="",
        )
        if not is_held:
            _purge_threads([(pk, state, article) for pk, _, article in found])
    record("lifted the ban", banned, by=by, after={"swept": banned.swept})
    return True


def _purge_threads(found):
    seen = {f"thread-{article}" for _, state, article in found if state == Comment.State.PUBLISHED}
    if seen:
        purge(*seen)


@transaction.atomic
def add_note(about: Commenter | str, *, text: str, by) -> CommenterNote:
    """Tell the other moderators something about an author's record, or about a typed address."""
    whom = {"commenter": about} if isinstance(about, Commenter) else {"email": about.lower()}
    note = CommenterNote.objects.create(**whom, text=text, by=by)
    record("noted", note, by=by)
    return note
