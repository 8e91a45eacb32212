"""Readers' reports: one a reader and comment; enough of them hold it until a moderator has looked.

A report that does not say from which page it came is for moderators only: it holds nothing.
"""

from django.db import IntegrityError, transaction
from django.db.models import F

from comments.models import Comment, Report
from comments.newest import purge_comments
from newsroom.audit import record

UNPROVED = "?"  # stands before a reporter whose report did not say from which page it came


def report_comment(  # noqa: PLR0913 - a report is these plain values
    comment: Comment, *, reporter: str, reason: str, words: str = "", holds_at: int, is_proved: bool = True
) -> bool:
    """Note that ``reporter`` complains about a published ``comment``; False if they had, or it is gone.

    With ``holds_at`` open reports (0: never) the comment is held, for the reason "reported"; those that are
    not ``is_proved`` do not count. Of simultaneous reports each counts, and exactly one holds it.
    """
    reporter = reporter if is_proved else UNPROVED + reporter
    shown = Comment.objects.filter(pk=comment.pk, state=Comment.State.PUBLISHED)
    try:
        with transaction.atomic():
            if not shown.update(reports=F("reports") + 1):
                return False
            Report.objects.create(comment=comment, reporter=reporter, reason=reason, words=words)
            is_enough = is_proved and 0 < holds_at <= _counted(comment)
            if is_enough and shown.update(
                state=Comment.State.HELD, decided_at=None, decided_by=None, reason="reported"
            ):
                purge_comments(comment)
                states = {"before": {"state": "published"}, "after": {"state": "held", "reason": "reported"}}
                record("held after reports", comment, by=None, **states)
    except IntegrityError:
        return False
    return True


def _counted(comment):
    """How many open reports may hold it; whoever asks has changed the comment's row, so they ask in turn."""
    reports = Report.objects.filter(comment=comment, closed_at=None)
    return reports.exclude(reporter__startswith=UNPROVED).count()
