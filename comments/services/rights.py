"""What the author of a comment may do with it: edit, delete, erase, appeal, prove the address, follow.

Whoever calls has shown the receipt (or the account) that carries these rights. Everything is decided by one
conditional UPDATE, so that no answer, moderator or second press can come between.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from comments import judging
from comments.follows import ask_to_confirm, tell_follower
from comments.models import Comment, Follow, Report, Revision
from comments.newest import purge_comments
from comments.policies import terms_of
from comments.reasons import EDITED
from comments.rendering import render_text
from comments.services.checking import queue_checks
from comments.services.decisions import record_judged
from comments.services.identity import prove_address
from comments.services.posting import take_verdicts
from comments.tallies import is_counted
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.refusals import Refused

State = Comment.State
EDITABLE = (State.HELD, State.PUBLISHED)
# What only a moderator may end: editing the text does not.
_STAYS_HELD = ("moderator", "reported")
_DECIDED = ("state", "reason", "verdicts", "decided_at", "decided_by")


def edit_ends(comment: Comment, *, edit_minutes: int) -> datetime:
    """Return until when the author may edit ``comment`` if nobody answers it before."""
    return comment.created_at + timedelta(minutes=edit_minutes)


def edit_comment(comment: Comment, *, text: str) -> None:
    """Replace the text within the article's minutes and while unanswered; it is judged anew.

    What it replaces is kept for moderators (Revision). Raises Refused when it is too late.
    """
    now, terms = database_now(), terms_of(comment.article_id)
    if comment.state not in EDITABLE or now >= edit_ends(comment, edit_minutes=terms.edit_minutes):
        raise Refused(_("The time to edit is over."))
    if EDITED in comment.verdicts:
        raise Refused(_("The newsroom has changed these words, so they can no longer be edited here."))
    if text == comment.text:
        return
    before, seen, why = comment.text, comment.state, comment.reason
    comment.text, comment.html, comment.edited_at = text, render_text(text), now
    case = judging.gather(comment, terms=terms, now=now, **_told_before(comment))
    take_verdicts(comment, judging.judge(case), at=now)
    if seen == State.HELD and why in _STAYS_HELD and comment.state in EDITABLE:
        comment.state, comment.reason, comment.decided_at = State.HELD, why, None
    change = {name: getattr(comment, name) for name in (*_DECIDED, "text", "html", "edited_at")}
    answers = Comment.objects.filter(parent=OuterRef("pk"), state__in=EDITABLE)
    with transaction.atomic():
        as_seen = Comment.objects.filter(~Exists(answers), pk=comment.pk, state=seen, text=before)
        if not as_seen.update(**change):
            raise Refused(_("It was answered or decided on in the meantime, so it can no longer be edited."))
        Revision.objects.create(comment=comment, text=before, at=now)
        queue_checks(comment)
        if comment.state != seen:
            record_judged("judged anew after an edit", comment, was=seen)
        if is_counted(seen, comment.state):
            purge_comments(comment)
        if comment.is_published and seen != State.PUBLISHED:
            tell_follower(comment)


@transaction.atomic
def delete_comment(comment: Comment) -> bool:
    """Take ``comment`` away for good: its words, address and sender go; a place with answers stays, empty.

    A guest's name goes as well; an author's record can still be found, and erased, later.

    False if it is deleted already.
    """
    seen = Comment.objects.select_for_update().filter(pk=comment.pk).exclude(state=State.DELETED).first()
    if seen is None:
        return False
    gone = dict.fromkeys(("text", "html", "email", "sender", "reason_words", "removal", "appeal"), "")
    gone |= {"state": State.DELETED, "reason": "deleted", "decided_at": database_now(), "decided_by": None}
    if seen.commenter_id is None:
        gone["name"] = ""  # without the address nobody could find it to erase it
    gone |= {"key": None, "verdicts": [], "is_pick": False, "is_answer": False, "reports": 0}
    Comment.objects.filter(pk=seen.pk).update(**gone)
    Revision.objects.filter(comment=seen).delete()
    Follow.objects.filter(comment=seen).delete()
    Report.objects.filter(comment=seen).delete()
    purge_comments(seen)  # the ledger counts it, wherever it was
    record("deleted by its author", seen, by=None, before={"state": seen.state})
    comment.refresh_from_db()
    return True


@transaction.atomic
def erase_comment(comment: Comment) -> None:
    """Delete ``comment``, and with it the name and the author's record's hold on it: nobody wrote it."""
    delete_comment(comment)
    Comment.objects.filter(pk=comment.pk).update(name="", commenter=None, badge="")
    comment.refresh_from_db()


@transaction.atomic
def appeal(comment: Comment, *, words: str) -> None:
    """Ask once that a moderator looks again at a rejected comment. Raises Refused where that is no more."""
    now = database_now()
    refused = Comment.objects.filter(pk=comment.pk, state__in=judging.REFUSED, appealed_at=None)
    if not refused.update(appeal=words, appealed_at=now):
        raise Refused(_("An appeal can be made once, against a decision that stands."))
    comment.refresh_from_db()
    record("appealed", comment, by=None, after={"state": comment.state})


def claim_comment(comment: Comment) -> None:
    """Let the one whom a mailed link has proved to own the typed address be the author; judge again.

    A comment that only waited for who wrote it may be published by that.
    """
    if comment.commenter_id or not comment.email or comment.state == State.DELETED:
        return
    why = comment.reason
    with transaction.atomic():
        prove_address(comment)
        if comment.state != State.HELD or why in _STAYS_HELD:
            return
        now = database_now()
        case = judging.gather(comment, terms=terms_of(comment.article_id), now=now, **_told_before(comment))
        is_ours = EDITED in comment.verdicts
        take_verdicts(comment, judging.judge(case), at=now)
        comment.verdicts += [EDITED] if is_ours else []
        change = {name: getattr(comment, name) for name in _DECIDED}
        held = Comment.objects.filter(pk=comment.pk, state=State.HELD, reason=why, text=comment.text)
        if held.update(**change):
            queue_checks(comment)
            if comment.state != State.HELD:
                record_judged("judged anew for a proved address", comment, was=State.HELD)
                purge_comments(comment)
            if comment.is_published:
                tell_follower(comment)


def _told_before(comment):
    """What the request told when the comment came: nobody can prove it away."""
    codes = {verdict["code"] for verdict in comment.verdicts}
    return {"is_origin_unknown": "origin_unknown" in codes, "is_too_quick": "too_quick" in codes}


def follow_comment(comment: Comment, *, mode: str = Follow.Mode.EACH, is_proved: bool) -> Follow | None:
    """Ask for mail about answers to ``comment``; confirmed at once where the address ``is_proved``.

    Asked again it changes the mode. None where no address is left.
    """
    if not comment.email or comment.state == State.DELETED:
        return None
    asked = {"email": comment.email, "mode": mode}
    follow, _ = Follow.objects.update_or_create(comment=comment, defaults=asked)
    if is_proved and follow.confirmed_at is None:
        Follow.objects.filter(pk=follow.pk, confirmed_at=None).update(confirmed_at=database_now())
        follow.refresh_from_db()
    if follow.confirmed_at is None:
        ask_to_confirm(follow)
    return follow


def stop_following(comment: Comment) -> bool:
    """End the mail about answers to ``comment``; returns whether there was any to end."""
    return Follow.objects.filter(comment=comment).delete()[0] > 0
