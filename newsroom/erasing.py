"""The house's own part of one person: the account, sessions, mailed links, queued mails, and the logs."""

from collections.abc import Iterator

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from newsroom.audit import record
from newsroom.mailed_links import forget_links_of
from newsroom.models import AuditEntry, MailedLink, User
from newsroom.persons import forget_in_logs, forget_tasks, forget_words_in_logs, of_address, remove, saying
from newsroom.refusals import Refused
from newsroom.triggers import ERASED


@transaction.atomic
def erase_account(email: str) -> dict[str, int]:
    """Erase the account of ``email`` and whatever the house's own tables say of the address.

    What was done at the desk stays in the audit log, by "(erased)". Raises Refused for the staff.
    """
    person = of_address(User.objects.all(), email).first()
    refuse_staff(person)
    gone = {
        "mailed links": forget_links_of(email),
        "queued or sent mails and other tasks": forget_tasks(email, person.name if person else ""),
        "words in the logs": forget_words_in_logs(email),
    }
    if person:
        gone["sessions"] = Session.objects.filter(pk__in=_sessions_of(person)).delete()[0]
        gone["words in the logs"] += AuditEntry.objects.filter(by=person).update(by_name=ERASED)
        gone["words in the logs"] += forget_in_logs([person])
        gone["account"] = 1
        number = person.pk
        remove(
            person,
            email=f"erased-{number}@erased.invalid",
            password=make_password(None),
            is_active=False,
            has_second_step=False,
            last_login=None,
        )
        record("erased", User(pk=number, name=ERASED), by=None)
    return gone


def refuse_staff(person: User | None) -> None:
    """Raise Refused for somebody on the staff: what they wrote and decided is the paper's."""
    if person and (person.is_staff or person.is_superuser):
        raise Refused(
            f"{person.email} is on the staff: what they wrote and decided is the paper's own record. "
            "Take their rights away at the desk first, if they have left."
        )


def what_is_known(email: str) -> Iterator[tuple[str, dict]]:
    """Yield what the house's own tables hold of the address, what it is and its values."""
    for person in of_address(User.objects.all(), email):
        names = ("email", "name", "is_active", "is_staff", "joined_at", "last_login")
        yield "account", {name: getattr(person, name) for name in names}
        yield "sessions", {"open": len(_sessions_of(person))}
        for entry in (
            AuditEntry.objects.filter(by=person).order_by("pk").values("at", "verb", "noun", "title")
        ):
            yield "what they did at the desk", entry
    links = of_address(MailedLink.objects.order_by("pk"), email)
    for link in links.values("purpose", "about", "made_at", "ends_at", "used_at"):
        yield "mailed link", link
    for task in saying(DBTaskResult.objects.order_by("enqueued_at"), email, "args_kwargs"):
        words = task.args_kwargs["kwargs"]
        yield "mail or other task", {"at": task.enqueued_at, "state": task.status} | words


def _sessions_of(person):
    return [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
