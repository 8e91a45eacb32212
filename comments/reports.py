"""Readers' reports: one a reader and comment; enough of them hold it until a moderator has looked."""

from django.db import IntegrityError, transaction
from django.db.models import F

from comments.models import Comment, Report
from newsroom.audit import record
from newsroom.purges import purge


def report_comment(comment: Comment, *, reporter: str, reason: str, words: str = "", holds_at: int) -> bool:
    """Note that ``reporter`` complains about a published ``comment``; False if they had, or it is gone.

    With ``holds_at`` open reports (0: never) the comment is held, for the reason "reported". Of simultaneous
    reports each counts, and exactly one holds it.
    """
    shown = Comment.objects.filter(pk=comment.pk, state=Comment.State.PUBLISHED)
    try:
        with transaction.atomic():
            if not shown.update(reports=F("reports") + 1):
                return False
            Report.objects.create(comment=comment, reporter=reporter, reason=reason, words=words)
            if holds_at and shown.filter(reports__gte=holds_at).update(
                state=Comment.State.HELD, decided_at=None, decided_by=None, key=None, reason="reported"
            ):
                purge(comment.kept_name)
                states = {"before": {"state": "published"}, "after": {"state": "held", "reason": "reported"}}
                record("held after reports", comment, by=None, **states)
    except IntegrityError:
        return False
    return True
