"""Recurring duties: each a named row with a due time, safe to run twice."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from newsroom.models import Chore

log = logging.getLogger(__name__)


def run_due_chores() -> list[str]:
    """Run every chore of ``settings.CHORES`` that is due, once among all processes; return their names.

    One conditional UPDATE moves the due time forward first, so that of two housekeepers only one runs it. A
    chore that fails is logged with its error and comes again at its next time.
    """
    Chore.objects.bulk_create([Chore(name=name) for name in settings.CHORES], ignore_conflicts=True)
    ran = []
    for name in Chore.objects.filter(due_at__lte=timezone.now()).values_list("name", flat=True):
        if name in settings.CHORES and _take(name):
            _run(name)
            ran.append(name)
    return ran


def run_chore(name: str) -> str:
    """Run the chore ``name`` of ``settings.CHORES`` now, due or not; return what went wrong, or ""."""
    Chore.objects.bulk_create([Chore(name=name)], ignore_conflicts=True)
    Chore.objects.filter(name=name).update(ran_at=timezone.now())
    return _run(name)


def _take(name):
    _, seconds = settings.CHORES[name]
    now = timezone.now()
    due = Chore.objects.filter(name=name, due_at__lte=now)
    return due.update(due_at=now + timedelta(seconds=seconds), ran_at=now) == 1


def _run(name):
    error = ""
    try:
        import_string(settings.CHORES[name][0])()
    except Exception as failure:
        log.exception("Chore %s failed", name)
        error = repr(failure)[:2000]
    Chore.objects.filter(name=name).update(error=error)
    return error


def forget_sessions() -> None:
    """Delete sessions that have ended (chore)."""
    call_command("clearsessions")


def forget_finished_tasks() -> None:
    """Delete the records of finished tasks older than a week (chore)."""
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
