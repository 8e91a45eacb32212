"""What the moderators' desk does beside deciding: take a decision back, close reports, pick, answer, edit."""

import json
from datetime import datetime
from typing import NamedTuple

from django.core import signing
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from comments.follows import tell_follower
from comments.models import Ban, Comment, Report, Revision
from comments.newest import purge_comments
from comments.reasons import EDITED
from comments.rendering import render_text
from comments.services.decisions import approve_comment, mark_spam, reject_comment, undo_decision
from comments.services.people import lift_ban, open_again
from comments.tallies import is_counted
from newsroom.audit import record
from newsroom.clock import database_now
from newsroom.purges import purge
from newsroom.refusals import Refused

State = Comment.State
UNDO_DAYS = 1
_SALT = "comments.undo"
_BEFORE = ("state", "reason", "reason_words", "removal", "decided_by_id")
_MOMENTS = ("decided_at", "appeal_answered_at")
_AFTER = ("state", "reason", "decided_at", "edited_at")  # whoever decides or edits later changes one of them
_DECISIONS = {
    "approve": approve_comment,
    "reject": reject_comment,
    "spam": mark_spam,
    "undo": undo_decision,
}


class Decided(NamedTuple):
    """A decision that was taken; ``token`` takes it back for a day, while nobody decides otherwise."""

    comment: Comment
    token: str


@transaction.atomic
def decide(comment: Comment, decision: str, *, by, **words: str) -> Decided | None:
    """Approve, reject, mark as spam or hold again, and close what readers reported about the comment.

    To approve what is published already says that the reports are wrong. None if the comment is no longer in
    the state that the moderator saw. ``words`` are what ``reject_comment`` takes.
    """
    before = {name: getattr(comment, name) for name in (*_BEFORE, *_MOMENTS)}
    is_kept = decision == "approve" and comment.is_published and comment.reports > 0
    if is_kept:
        if not _as_read(comment).filter(reports__gt=0).update(reports=0):
            return None
        record("kept despite reports", comment, by=by, after={"state": comment.state})
    elif not _DECISIONS[decision](comment, by=by, **words):
        return None
    now = database_now()
    if decision != "undo" and Report.objects.filter(comment=comment, closed_at=None).update(closed_at=now):
        Comment.objects.filter(pk=comment.pk).update(reports=0)
        comment.reports = 0
    after = {name: getattr(comment, name) for name in _AFTER} | {"closed_at": now}
    undone = json.loads(json.dumps({"pk": comment.pk, "after": after} | before, default=datetime.isoformat))
    return Decided(comment, signing.dumps(undone, salt=_SALT))


def _as_read(comment):
    return Comment.objects.filter(pk=comment.pk, state=comment.state, edited_at=comment.edited_at)


def ban_token(banned: Ban) -> str:
    """Return what undoes a ban, and with it all that it put away, for a day."""
    return signing.dumps({"ban": banned.pk}, salt=_SALT)


def token_of_all(tokens: list[str]) -> str:
    """Return what takes back several decisions at once, or none of them where one can no longer be."""
    return signing.dumps({"all": tokens}, salt=_SALT)


@transaction.atomic
def take_back(token: str, *, by) -> Comment | Ban:
    """Undo one decision (or ban): everything is as it was before, the reports that it closed are open again.

    Of several that were taken at once the last is returned. Raises Refused when somebody has decided
    otherwise or edited the words since, or the day is over.
    """
    try:
        undone = signing.loads(token, salt=_SALT, max_age=UNDO_DAYS * 86400)
    except signing.BadSignature:
        raise Refused(_("This can no longer be undone.")) from None
    if "all" in undone:
        return [take_back(one, by=by) for one in undone["all"]][-1]
    if "ban" in undone:
        banned = Ban.objects.filter(pk=undone["ban"]).first()
        if banned is None or not lift_ban(banned, by=by):
            raise Refused(_("This ban was lifted before."))
        return banned
    return _take_decision_back(undone, by=by)


def _take_decision_back(undone, *, by):
    after = undone["after"]
    closed_at = _moment(after.pop("closed_at"))
    after |= {name: _moment(after[name]) for name in ("decided_at", "edited_at")}
    before = {name: undone[name] for name in _BEFORE} | {name: _moment(undone[name]) for name in _MOMENTS}
    if not Comment.objects.filter(pk=undone["pk"], **after).update(**before):
        raise Refused(_("Somebody has decided otherwise in the meantime."))
    open_again(undone["pk"], closed_at=closed_at)
    comment = Comment.objects.select_related("parent__follow").get(pk=undone["pk"])
    if is_counted(after["state"], comment.state):
        purge_comments(comment)
    tell_follower(comment)
    record("undid", comment, by=by, before={"state": after["state"]}, after={"state": comment.state})
    return comment


def _moment(text):
    return text and parse_datetime(text)


@transaction.atomic
def mark_comment(comment: Comment, name: str, *, by, is_on: bool) -> bool:
    """Make a published comment an editors' pick ("is_pick") or the newsroom's answer ("is_answer"), or not.

    Only what somebody of the newsroom wrote is its answer. False if it is so already, or not published.
    """
    changed = Comment.objects.filter(pk=comment.pk, state=State.PUBLISHED, **{name: not is_on})
    if name == "is_answer" and is_on:
        changed = changed.exclude(badge="")
    if name not in ("is_pick", "is_answer") or not changed.update(**{name: is_on}):
        return False
    setattr(comment, name, is_on)
    purge(comment.kept_name)
    record("marked", comment, by=by, before={name: not is_on}, after={name: is_on})
    return True


@transaction.atomic
def edit_as_moderator(comment: Comment, *, text: str, by) -> bool:
    """Replace the words of ``comment``; what they replace is kept. It stays where it is.

    From now on its author may delete, but no longer edit it.

    False if nothing differs, or if somebody has changed the words since they were read.
    """
    if text == comment.text or comment.state == State.DELETED:
        return False
    now, before = database_now(), comment.text
    changed = {"text": text, "html": render_text(text), "edited_at": now}
    changed["verdicts"] = [*(said for said in comment.verdicts if said != EDITED), EDITED]
    if not Comment.objects.filter(pk=comment.pk, text=before).exclude(state=State.DELETED).update(**changed):
        return False
    Revision.objects.create(comment=comment, text=before, at=now)
    for field, value in changed.items():
        setattr(comment, field, value)
    if comment.is_published:
        purge_comments(comment)
    record("edited the words", comment, by=by)
    return True
