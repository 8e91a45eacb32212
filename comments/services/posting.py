"""A reader posts a comment: judged in the request that brings it, stored exactly once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments import judging
from comments.cases import Outcome, Terms
from comments.follows import tell_follower
from comments.models import Comment, Policy
from comments.newest import purge_comments
from comments.policies import terms_of
from comments.rendering import render_text
from comments.services.checking import queue_checks
from comments.services.identity import Writer, keep_commenter
from comments.services.mailing import mail_receipt
from comments.tallies import is_counted
from newsroom.clock import database_now
from newsroom.fields import tidy_text
from newsroom.purges import purge
from newsroom.rates import is_within_rate
from newsroom.refusals import Refused

GONE = _("What you answer was taken away in the meantime. Your words are kept here: post them once more.")
TOO_MANY = _("That is a lot of replies in a short time. Your words are kept here: post them in ten minutes.")


class Posted(NamedTuple):
    comment: Comment
    is_new: bool


class Rephrase(Refused):
    """The author may say it in other words, once; ``phrase`` is what should not stand in the text."""

    def __init__(self, phrase):
        super().__init__(
            _("Please say this in other words, or post it as it is: then an editor reads it first.")
        )
        self.phrase = phrase


@dataclass(frozen=True)
class Sent:
    """How a post came, as far as it matters; the two hashes say nothing to anybody after their month."""

    sender: str = ""
    device: str = ""
    is_origin_unknown: bool = False
    is_too_quick: bool = False
    was_asked_to_rephrase: bool = True
    wants_mail: bool = False
    is_within_rate: bool = True


def post_comment(  # noqa: PLR0913 - a comment is these plain values
    article_id: int,
    *,
    text: str,
    name: str = "",
    email: str = "",
    parent: Comment | None = None,
    key_point: str | None = None,
    writer: Writer | None = None,
    sent: Sent = Sent(),
    terms: Terms | None = None,
) -> Posted:
    """Take a reader's comment and publish or hold it as the rules say; sent twice it is one comment.

    Of any number of simultaneous callers with the same article, parent, author, text and device exactly one
    gets ``is_new``; all get the one row, until its author deletes it. An author is an account (``writer``) or
    a typed name and address, which proves nothing. The device is part of it so that nobody elsewhere who
    repeats public words with a guessed e-mail learns anything. ``parent`` is a published comment of the
    article. Raises Refused where the sender is too fast or the discussion closed or slow, and
    Rephrase, which is one.
    """
    comment = Comment(article_id=article_id, parent=parent, text=text, key_point=key_point)
    comment.html, comment.sender = render_text(text), sent.sender
    if parent:
        comment.root_id, comment.depth = parent.root_id or parent.pk, parent.depth + 1
    if writer:
        comment.commenter = keep_commenter(writer, name=name)
        comment.name, comment.email, comment.badge = writer.name or name, writer.user.email, writer.badge
    else:
        comment.name, comment.email = name, email
    comment.key = _key_of(comment, sent.device)
    if not sent.is_within_rate:
        return _refuse_unless_posted(comment.key, Refused(TOO_MANY))
    return _judge_and_store(comment, terms or terms_of(article_id), sent)


def _judge_and_store(comment, terms, sent):
    told = {"is_origin_unknown": sent.is_origin_unknown, "is_too_quick": sent.is_too_quick}
    case = judging.gather(comment, terms=terms, now=comment.created_at, **told)
    try:
        _judge_new(comment, case, sent)
    except Refused as refused:
        return _refuse_unless_posted(comment.key, refused)
    for _attempt in range(2):  # twice when the other one was deleted between the two statements
        try:
            if stored := _store(comment, case, terms, sent) or posted_before(comment.key):
                return stored
        except Refused as refused:
            return _refuse_unless_posted(comment.key, refused)
    raise Refused(GONE)


def _judge_new(comment, case, sent):
    """Put what the rules say into ``comment``, or raise Refused."""
    if case.terms.mode == "closed":
        raise Refused(_("Comments on this article are closed."))
    if case.last_at and _is_too_soon(case, case.last_at):
        raise _slow(case.terms)
    said = judging.judge(case)
    if said and said[0][1].outcome == Outcome.NUDGE and not sent.was_asked_to_rephrase:
        raise Rephrase(said[0][1].evidence)
    take_verdicts(comment, said, at=database_now())


def _is_too_soon(case, last_at):
    """Of two who post at once either may have the earlier moment: without slow mode none is too soon."""
    if case.record.is_staff or not case.terms.slow_seconds:
        return False
    return case.now < last_at + timedelta(seconds=case.terms.slow_seconds)


def _slow(terms):
    said = _(
        "This discussion is slow: one reply every %(time)s. "
        "Your words are kept here: post them a little later."
    )
    return Refused(said % {"time": terms.slow_time})


def _wait_in_line(comment, case):
    """Let one author's simultaneous posts to a slow discussion see each other: all but one are Refused."""
    author = f"{comment.article_id}:{comment.commenter_id or ''}:{comment.sender}"
    is_within_rate("comment-slow", author, limit=1, seconds=86400)  # for its row, ours until we commit
    own = Comment.objects.by(sender=comment.sender, commenter_id=comment.commenter_id)
    last_at = own.filter(article=comment.article_id).aggregate(at=Max("created_at"))["at"]
    if last_at and _is_too_soon(case, last_at):
        raise _slow(case.terms)


def take_verdicts(comment: Comment, said: judging.Said, *, at: datetime) -> None:
    """Put into ``comment``, unstored, what these verdicts lead to."""
    comment.state, comment.reason = judging.state_after(said)
    comment.verdicts = judging.as_stored(said)
    comment.decided_at = None if comment.state == Comment.State.HELD else at
    comment.decided_by = None


def _store(comment, case, terms, sent):
    """Insert the comment with all that belongs to it; None if the same one is there, or its place is not."""
    try:
        with transaction.atomic():
            if case.terms.slow_seconds:
                _wait_in_line(comment, case)
            comment.save(force_insert=True)
            queue_checks(comment)
            is_flooded = case.terms.flooded_until != terms.flooded_until
            if is_flooded:
                hold_for_flood(comment.article_id, until=case.terms.flooded_until)
            if is_flooded or is_counted(comment.state):
                purge_comments(comment, at=case.now)
            if sent.wants_mail or case.is_borrowed:
                mail_receipt(comment)
            if comment.is_published:
                tell_follower(comment)
    except IntegrityError:
        comment.pk = None
        return None
    return Posted(comment, is_new=True)


def hold_for_flood(article_id: int, *, until: datetime) -> None:
    """Hold every comment on this one article until then; its pages change then by themselves."""
    row = Policy(article_id=article_id, flooded_until=until)
    Policy.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["article"], update_fields=["flooded_until"]
    )
    purge(f"thread-{article_id}", at=until)


def posted_before(key: str) -> Posted | None:
    """Return the comment that the same post made before, if there is one."""
    before = Comment.objects.filter(key=key).first()
    return before and Posted(before, is_new=False)


def _refuse_unless_posted(key, refused):
    if before := posted_before(key):
        return before
    raise refused


def _key_of(comment, device):
    who = ("", f"account:{comment.commenter_id}") if comment.commenter_id else (comment.name, comment.email)
    device = "" if comment.commenter_id else device
    return comment_key(comment.article_id, comment.parent_id, *who, comment.text, device=device)


def comment_key(  # noqa: PLR0913 - what makes two posts the same
    article_id: int, parent_id: int | None, name: str, email: str, text: str, *, device: str = ""
) -> str:
    """Return what makes two posts the same: a keyed hash of place, name, lower-cased e-mail, text and device.

    Name and text count as ``newsroom.fields.tidy_text`` leaves them: what the receipt shows of either post
    is what both have typed.
    """
    parts = (
        str(article_id),
        str(parent_id or ""),
        " ".join(tidy_text(name).split()),
        email.lower(),
        tidy_text(text).strip(),
        device,
    )
    return salted_hmac("comments.key", "\0".join(parts), algorithm="sha256").hexdigest()
