"""What the comments hold about one person: erasing it, and giving it out."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from comments.exports import data_of
from comments.mine import answered_among, written_by
from comments.models import Ban, Comment, Commenter, CommenterNote, Follow, Like, Report
from comments.retention import forget_readers
from comments.services.rights import erase_comment
from newsroom.models import User
from newsroom.persons import forget_in_logs, forget_tasks, of_address


@transaction.atomic
def erase_own_comment(comment: Comment, *, is_proved: bool) -> None:
    """Erase one comment as its author asks, out of the logs as well, and what is queued with it.

    Queued mails of the address go only where it ``is_proved``: a typed one may be somebody else's.
    """
    email, name = comment.email, comment.name
    erase_comment(comment)
    forget_in_logs([comment])
    if email and is_proved:
        forget_tasks(email, name)


@transaction.atomic
def erase_all_own(user: User) -> tuple[int, int]:
    """Erase what an account wrote; return how many replies went, and how many of them left an empty place.

    What was only typed with its address is not shown to be its. Likes and reports stay the account's: as
    nobody's they could be given again. So do its record and the bans and notes on it.
    """
    comments = list(written_by(user).order_by("pk").select_for_update(of=("self",)))
    gone = Comment.objects.filter(pk__in=[row.pk for row in comments if row.state != Comment.State.DELETED])
    numbers = gone.count(), answered_among(gone, user).count()
    emails, names = ({getattr(row, told) for row in comments} - {""} for told in ("email", "name"))
    for comment in comments:
        erase_comment(comment)
    Report.objects.filter(reporter=f"user:{user.pk}").update(words="")
    forget_in_logs(comments)
    for email in emails:
        forget_tasks(email, *names)
    return numbers


@transaction.atomic
def erase_person(email: str) -> dict[str, int]:
    """Leave nothing of the person with this address: their comments are empty places where answers hang.

    Likes and reports of their account stay counted, as nobody's and without their words.
    """
    comments, commenters = list(_comments_of(email)), list(_commenters_of(email))
    names = {row.name for row in (*comments, *commenters) if row.name}
    for comment in comments:
        erase_comment(comment)
    bans, notes = of_address(Ban.objects.all(), email), of_address(CommenterNote.objects.all(), email)
    bans = Ban.objects.filter(Q(pk__in=bans.values("pk")) | Q(commenter__in=commenters))
    notes = CommenterNote.objects.filter(Q(pk__in=notes.values("pk")) | Q(commenter__in=commenters))
    said = Report.objects.filter(reporter__in=_accounts_of(email))
    said.update(words="")
    logged = [*comments, *commenters, *bans, *notes]
    gone = {
        "comments": len(comments),
        "likes": forget_readers(Like.objects.filter(liker__in=_accounts_of(email)), "liker"),
        "reports": forget_readers(said, "reporter"),
        "follows": of_address(Follow.objects.all(), email).delete()[0],
        "bans and notes": bans.delete()[0] + notes.delete()[0],
        "records": Commenter.objects.filter(pk__in=[row.pk for row in commenters]).delete()[0],
    }
    return gone | {"entries in logs": forget_in_logs(logged), "mails": forget_tasks(email, *names)}


def what_is_known(email: str) -> Iterator[tuple[str, dict]]:
    """Yield all that is kept of the person with this address, what it is and its values."""
    yield from _said_and_done(_commenters_of(email), _comments_of(email), _accounts_of(email))
    about = Q(commenter__in=_commenters_of(email))
    for ban in Ban.objects.filter(about | Q(email__iexact=email)).values(
        "until", "reason", "at", "lifted_at"
    ):
        yield "ban", ban
    for note in CommenterNote.objects.filter(about | Q(email__iexact=email)).values("text", "at"):
        yield "note", note


def what_is_own(user: User) -> Iterator[tuple[str, dict]]:
    """Yield what an account said and did, as ``what_is_known`` does: nothing that others say about it."""
    yield from _said_and_done(Commenter.objects.filter(user=user), written_by(user), [f"user:{user.pk}"])


def _said_and_done(commenters, comments, accounts):
    for commenter in commenters.values("name", "email", "proved_at"):
        yield "commenter", commenter
    for comment in comments.order_by("pk"):
        yield "comment", data_of(comment)
    for like in Like.objects.filter(liker__in=accounts).order_by("pk").values("comment_id", "at"):
        yield "like", like
    said = ("comment_id", "reason", "words", "at", "closed_at")
    for report in Report.objects.filter(reporter__in=accounts).order_by("pk").values(*said):
        yield "report of a comment", report


def _comments_of(email):
    """Written with this address, or by its account under another."""
    typed = of_address(Comment.objects.all(), email).values("pk")
    return Comment.objects.filter(Q(pk__in=typed) | Q(commenter__in=_commenters_of(email))).order_by("-pk")


def _commenters_of(email):
    of_account = Q(user__in=of_address(User.objects.all(), email))
    return Commenter.objects.filter(of_account | Q(pk__in=of_address(Commenter.objects.all(), email)))


def _accounts_of(email):
    return [f"user:{pk}" for pk in of_address(User.objects.all(), email).values_list("pk", flat=True)]
