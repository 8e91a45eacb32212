"""What moderators decide about people: bans, everything of a spammer at once, and notes for each other."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Subquery
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from comments.follows import tell_follower
from comments.models import Ban, Comment, Commenter, CommenterNote, CommentQuerySet, Report
from comments.newest import purge_comments
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.models import User
from newsroom.refusals import Refused

LONGEST_BAN_OF_A_SENDER = timedelta(days=31)  # after its month a sender is nobody any more
SWEPT = (Comment.State.HELD, Comment.State.PUBLISHED)


@transaction.atomic
def ban(comment: Comment, *, by, days: int | None, reason: str = "") -> Ban:
    """Publish nothing more by whoever wrote ``comment``, for ``days`` or until it is lifted (None).

    That is the author's record where there is one, and its sender for the month; else the sender (for a month
    at most), else the typed address. Raises Refused where nothing of them is known any more.
    """
    return _ban(comment, by=by, days=days, reason=reason, at=database_now(), verb="banned")


def _ban(comment, *, by, days, reason, at, verb, swept=None):  # noqa: PLR0913
    a_month = min(days or LONGEST_BAN_OF_A_SENDER.days, LONGEST_BAN_OF_A_SENDER.days)
    if comment.commenter_id:
        whom = {"commenter_id": comment.commenter_id}
    elif comment.sender:
        days, whom = a_month, {"sender": comment.sender}
    elif comment.email:
        whom = {"email": comment.email.lower()}
    else:
        raise Refused(_("Nothing is left by which its author could be known again."))
    until = days and at + timedelta(days=days)
    said = {"reason": reason, "by": by, "at": at}
    made = Ban.objects.create(**whom, until=until, swept=swept or {}, **said)
    if comment.commenter_id and comment.sender:  # else the same machine goes on as a guest
        Ban.objects.create(sender=comment.sender, until=at + timedelta(days=a_month), **said)
    keys = {state: [row["pk"] for row in rows] for state, rows in made.swept.items()}
    record(verb, made, by=by, after={"comment": comment.pk, "until": until, "swept": keys})
    return made


def to_sweep(comment: Comment) -> CommentQuerySet:
    """Return what ``spam_ban`` would put away, oldest first.

    By a sender alone only what guests sent is theirs: others of the household may have an account.
    """
    theirs = Comment.objects.by(sender=comment.sender, commenter_id=comment.commenter_id)
    if not comment.commenter_id:
        theirs = theirs.filter(commenter=None, badge="")
    return (theirs | Comment.objects.filter(pk=comment.pk)).filter(state__in=SWEPT).order_by("pk")


@transaction.atomic
def spam_ban(comment: Comment, *, by, days: int | None = None, reason: str = "Spam") -> Ban:
    """Ban whoever wrote ``comment`` and put everything of theirs away as spam: one act, with one undo."""
    at = database_now()
    found = list(to_sweep(comment).select_for_update())
    keys = [row.pk for row in found]
    put_away = {"state": Comment.State.SPAM, "reason": "swept", "removal": Comment.Removal.SPAM, "reports": 0}
    Comment.objects.filter(pk__in=keys).update(decided_at=at, decided_by=by, **put_away)
    Report.objects.filter(comment__in=keys, closed_at=None).update(closed_at=at)
    purge_comments(*found)
    swept = {state: [_as_found(row) for row in found if row.state == state] for state in SWEPT}
    return _ban(comment, by=by, days=days, reason=reason, at=at, verb="banned with all comments", swept=swept)


def _as_found(comment):
    """What a sweep takes from a comment, to be given back."""
    decided_at = comment.decided_at and comment.decided_at.isoformat()
    return {
        "pk": comment.pk,
        "reason": comment.reason,
        "decided_at": decided_at,
        "decided_by": comment.decided_by_id,
    }


@transaction.atomic
def lift_ban(banned: Ban, *, by) -> bool:
    """Let somebody write again, and undo what their ban put away, unless somebody decided on it since.

    Everything is as it was, the reports open again; the ban of a record takes that of its sender with it.
    False if the ban was lifted before.
    """
    at = database_now()
    if not Ban.objects.filter(pk=banned.pk, lifted_at=None).update(lifted_at=at):
        return False
    banned.lifted_at = at
    if banned.commenter_id:
        with_it = Ban.objects.filter(at=banned.at, by=banned.by_id, lifted_at=None)
        with_it.exclude(sender="").update(lifted_at=at)
    back = []
    for state, rows in banned.swept.items():
        back += [row["pk"] for row in rows if _bring_back(row, state, swept_at=banned.at)]
    found = list(Comment.objects.filter(pk__in=back).select_related("parent__follow"))
    purge_comments(*found)
    for comment in found:
        tell_follower(comment)
    record("lifted the ban", banned, by=by, after={"brought back": back})
    return True


def _bring_back(row, state, *, swept_at):
    put_away = Comment.objects.filter(
        pk=row["pk"], state=Comment.State.SPAM, reason="swept", decided_at=swept_at
    )
    decider = User.objects.filter(pk=row["decided_by"]).values("pk")  # who may be gone by now
    decided_at = row["decided_at"] and parse_datetime(row["decided_at"])
    was = {"state": state, "reason": row["reason"], "removal": "", "decided_at": decided_at}
    if not put_away.update(decided_by=Subquery(decider), **was):
        return False
    open_again(row["pk"], closed_at=swept_at)
    return True


def open_again(comment_pk: int, *, closed_at: datetime) -> None:
    """Open the reports on a comment that were closed at that moment, and count those that are open."""
    reports = Report.objects.filter(comment=comment_pk)
    reports.filter(closed_at=closed_at).update(closed_at=None)
    Comment.objects.filter(pk=comment_pk).update(reports=reports.filter(closed_at=None).count())


@transaction.atomic
def add_note(about: Commenter | str, *, text: str, by) -> CommenterNote:
    """Tell the other moderators something about an author's record, or about a typed address."""
    whom = {"commenter": about} if isinstance(about, Commenter) else {"email": about.lower()}
    note = CommenterNote.objects.create(**whom, text=text, by=by)
    record("noted", note, by=by)
    return note
