"""What readers say is wrong: taken in, and answered by the desk."""

from django.db import transaction

from articles import letters
from articles.models import Correction, ErrorReport
from articles.refusals import Refused
from newsroom import clock
from newsroom.audit import record
from newsroom.models import User


@transaction.atomic
def report_error(
    article_id: int, *, quote: str, claim: str, email: str = "", sender: str = ""
) -> ErrorReport:
    """Take in a reader's word that something is wrong; the same words twice are one open report."""
    words = {"article_id": article_id, "quote": quote, "claim": claim, "email": email}
    known = ErrorReport.objects.waiting().filter(**words).first()
    return known or ErrorReport.objects.create(**words, sender=sender)


@transaction.atomic
def close_as_corrected(report: ErrorReport, *, by: User | None, correction: Correction) -> None:
    """Close ``report`` with the correction it led to, and thank the reader. Raises Refused."""
    if correction.article_id != report.article_id:
        raise Refused("That correction is of another article.")
    _close(report, by, state=ErrorReport.State.CORRECTED, correction=correction)


@transaction.atomic
def decline(report: ErrorReport, *, by: User | None, answer: str) -> None:
    """Close ``report`` without a correction; ``answer`` says why, to the reader too. Raises Refused."""
    if not answer.strip():
        raise Refused("Say why nothing is corrected.")
    _close(report, by, state=ErrorReport.State.DECLINED, answer=answer.strip())


def _close(report, by, **outcome):
    """Close an open report once, thank its reader, and forget their address: it was left for this mail."""
    email, was = report.email, report.get_state_display()
    outcome |= {"closed_at": clock.database_now(), "closed_by": by, "email": "", "sender": ""}
    if not ErrorReport.objects.filter(pk=report.pk, state=ErrorReport.State.OPEN).update(**outcome):
        raise Refused("Somebody else has closed this report already.")
    for name, value in outcome.items():
        setattr(report, name, value)
    state = report.get_state_display()
    record(f"closed as {state.lower()}", report, by=by, before={"state": was}, after={"state": state})
    if email:
        letters.thank_reader(report, email)
