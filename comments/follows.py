"""Mail about answers to one's own comment: for those who confirmed it, once an answer, never to oneself.

An answer is told of in the transaction that publishes it (so: at its approval, when it was held); who wants
one mail a day is told by a chore. A Notice is unique, so that no race and no second approval mails twice.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from comments.models import Comment, Follow, Notice
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.rates import is_within_rate
from newsroom.salts import keyed_hash
from newsroom.site import absolute

DAY = timedelta(days=1)
CONFIRMATIONS_A_DAY = 5
FOLLOWS_A_DIGEST, ANSWERS_A_DIGEST = 500, 20


def ask_to_confirm(follow: Follow) -> None:
    """Queue the mail whose page confirms that its reader asked for it; a few a day go to one address."""
    recipient = keyed_hash("comment-follows", follow.email.lower())
    if is_within_rate("follow", recipient, limit=CONFIRMATIONS_A_DAY, seconds=86400):
        queue_mail(follow.email, "comments/mail/confirm.txt", _about(follow), headers=_headers(follow))


def confirm_follow(follow: Follow) -> bool:
    """Begin to mail; False if it was confirmed before."""
    unconfirmed = Follow.objects.filter(pk=follow.pk, confirmed_at=None)
    return unconfirmed.update(confirmed_at=database_now()) == 1


def change_mode(follow: Follow, mode: str) -> None:
    """Mail each answer at once, or once a day, from now on."""
    Follow.objects.filter(pk=follow.pk).update(mode=mode)


def stop_mail(follow: Follow, *, everything: bool) -> int:
    """End the mail about answers to this comment, or ``everything`` to its address; return how many."""
    ended = Follow.objects.filter(pk=follow.pk)
    if everything:
        ended = Follow.objects.filter(email__iexact=follow.email)
    return ended.delete()[1].get("comments.Follow", 0)


def tell_follower(reply: Comment) -> bool:
    """Note a published ``reply`` for the follower of what it answers; False if there is nobody to tell.

    The mail is queued at once, or for those who have one a day by ``send_digests``. Of any number of callers
    exactly one gets True.
    """
    follow = _follow_of(reply.parent) if reply.parent_id else None
    if follow is None or follow.confirmed_at is None or not reply.is_published or _is_own(follow, reply):
        return False
    try:
        with transaction.atomic():
            return _tell(follow, reply)
    except IntegrityError:  # told before
        return False


def _tell(follow, reply):
    """Note it, unless the follower has ended it since ``follow`` was read."""
    asked = Follow.objects.select_for_update(of=("self",)).select_related("comment")
    follow = asked.filter(pk=follow.pk, confirmed_at__isnull=False).first()
    if follow is None:
        return False
    is_due_now = follow.mode == Follow.Mode.EACH
    sent_at = database_now() if is_due_now else None
    Notice(follow=follow, reply=reply, sent_at=sent_at).save(force_insert=True)
    if is_due_now:
        words = _about(follow) | {"reply": reply, "path": _path(reply)}
        queue_mail(follow.email, "comments/mail/answer.txt", words, headers=_headers(follow))
    return True


def _follow_of(comment):
    """Known without a query where the comment was read ``select_related("follow")``."""
    try:
        return comment.follow
    except Follow.DoesNotExist:
        return None


def send_digests() -> None:
    """Queue one mail for each address to which answers wait to be told of (chore).

    It runs every hour; an address is written to when its oldest answer has waited for a day. What is no
    longer published by then is told to nobody.
    """
    day_ago = database_now() - DAY
    due = Notice.objects.filter(sent_at=None, at__lte=day_ago).order_by("at")[:FOLLOWS_A_DIGEST]
    emails = {email.lower() for email in due.values_list("follow__email", flat=True)}
    for email in sorted(emails):
        _send_digest(email)


@transaction.atomic
def _send_digest(email):
    waiting = Notice.objects.filter(sent_at=None, follow__email__iexact=email).select_related(
        "reply", "follow__comment"
    )
    notices = list(waiting.order_by("reply_id"))
    keys = [notice.pk for notice in notices]
    # Of two housekeepers one gets the rows.
    if Notice.objects.filter(pk__in=keys, sent_at=None).update(sent_at=database_now()) != len(keys):
        transaction.set_rollback(True)
        return
    told = [notice for notice in notices if notice.reply.is_published]
    if not told:
        return
    entries = [{"reply": notice.reply, "path": _path(notice.reply)} for notice in told[:ANSWERS_A_DIGEST]]
    words = _about(told[0].follow) | {"entries": entries, "number": len(told)}
    queue_mail(told[0].follow.email, "comments/mail/digest.txt", words, headers=_headers(told[0].follow))


def _is_own(follow, reply):
    """Whether the follower wrote it: the same address, or the same record."""
    author = follow.comment.commenter_id
    return reply.email.lower() == follow.email.lower() or (author and author == reply.commenter_id)


def _path(comment):
    return reverse("comments:comment", args=[comment.article_id, comment.pk])


def _about(follow):
    return {"comment": follow.comment, "mail_path": reverse("comments:mail", args=[follow.secret])}


def _headers(follow):
    """RFC 8058: the mail program ends it by one POST, which no program that only reads links sends."""
    address = absolute(reverse("comments:mail", args=[follow.secret]))
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
