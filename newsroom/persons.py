"""What the house holds about one person: finding it by their address, erasing it, and giving it out.

Each app has two commands of its own, ``erase_<app>_of EMAIL`` and ``export_<app>_of EMAIL``, made of the
classes here; ``erase_person`` and ``export_person`` call them by name (PERSON_ERASERS and PERSON_EXPORTERS).
"""

import json
import re
from collections.abc import Iterable, Iterator

from django.contrib.admin.models import LogEntry
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import CASCADE, CharField, Model, ProtectedError, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Lower
from django_tasks_db.models import DBTaskResult

from newsroom.models import AuditEntry
from newsroom.refusals import Refused
from newsroom.triggers import ERASED

_TEXTS_OF_TASKS = ("args_kwargs", "return_value", "traceback")


class PersonCommand(BaseCommand):
    """A command about the person with one e-mail address."""

    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("email", help="the person's e-mail address")


class EraseCommand(PersonCommand):
    """Erase one app's part. ``erase(email)`` does it, and returns how many of what went.

    It runs in one transaction, which ``--dry-run`` undoes: what is no row goes by ``transaction.on_commit``.
    """

    part = ""  # the app's, as it is said

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def erase(self, email: str) -> dict[str, int]:
        raise NotImplementedError

    def handle(self, *, email, dry_run, **options):
        try:
            with transaction.atomic():
                gone = self.erase(email)
                transaction.set_rollback(dry_run)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        said = ", ".join(f"{count} {what}" for what, count in gone.items() if count) or "nothing"
        self.stdout.write(f"{self.part}: {said}")


class ExportCommand(PersonCommand):
    """Write one app's part to the standard output, a JSON object a line.

    ``rows(email)`` yields what each is ("error report"), which the line calls ``row``, and its values.
    """

    def rows(self, email: str) -> Iterator[tuple[str, dict]]:
        raise NotImplementedError

    def handle(self, *, email, **options):
        for name, values in self.rows(email):
            line = json.dumps({"row": name} | values, cls=DjangoJSONEncoder, ensure_ascii=False)
            self.stdout.write(line)


def of_address(rows: QuerySet, email: str, column: str = "email") -> QuerySet:
    """Return those of ``rows`` whose ``column`` is this address, as the unique constraints compare it."""
    return rows.alias(lowered_address=Lower(column)).filter(lowered_address=Lower(Value(email)))


def saying(rows: QuerySet, text: str, column: str) -> QuerySet:
    """Return those of ``rows`` whose ``column`` (text or JSON) has ``text`` in it as a whole, in any case.

    Another address that only ends or begins alike is another one.
    """
    escaped = json.dumps(text)[1:-1]  # as SQLite keeps JSON
    near = rows.alias(near=Cast(column, TextField()))
    near = near.filter(Q(near__icontains=text) | Q(near__icontains=escaped))
    whole = re.compile(rf"(?<![\w.+-]){re.escape(text)}(?![\w-]|\.\w)", re.IGNORECASE)
    found = near.values_list("pk", column).iterator()
    return rows.filter(pk__in=[pk for pk, said in found if whole.search(_as_text(said))])


def _as_text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def remove(row: Model, **emptied) -> None:
    """Delete ``row``; where others name it for good, leave an empty one.

    Then what hangs on it alone is deleted, each text of it that may be blank is, and ``emptied`` is written.
    """
    rows = type(row)._base_manager.filter(pk=row.pk)
    try:
        rows.get().delete()
    except ProtectedError:
        for relation in row._meta.get_fields(include_hidden=True):
            if getattr(relation, "on_delete", None) is CASCADE and relation.auto_created:
                relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).delete()
        texts = [field for field in row._meta.concrete_fields if isinstance(field, CharField | TextField)]
        rows.update(**{field.name: "" for field in texts if field.blank} | emptied)


def forget_in_logs(rows: Iterable[Model]) -> int:
    """Take the title and the values of ``rows`` out of the audit log and the admin's own; deeds stay."""
    count = 0
    for row in rows:
        about = {"noun": row._meta.label_lower, "row_id": str(row.pk)}
        count += AuditEntry.objects.filter(**about).update(title=ERASED, before=None, after=None)
        app, model = row._meta.label_lower.split(".")
        lines = LogEntry.objects.filter(content_type__app_label=app, content_type__model=model)
        lines.filter(object_id=str(row.pk)).update(object_repr=ERASED, change_message="")
    return count


def forget_words_in_logs(text: str) -> int:
    """Take every value with ``text`` in it (an address) out of both logs."""
    entries, lines = AuditEntry.objects.all(), LogEntry.objects.all()
    return (
        saying(entries, text, "title").update(title=ERASED)
        + saying(entries, text, "by_name").update(by_name=ERASED)
        + saying(entries, text, "before").update(before=None)
        + saying(entries, text, "after").update(after=None)
        + saying(lines, text, "object_repr").update(object_repr=ERASED)
        + saying(lines, text, "change_message").update(change_message="")
    )


def forget_tasks(email: str, *names: str) -> int:
    """Delete tasks and queued mails with ``email`` in them, and finished ones with one of ``names``.

    One that runs at this moment is left to itself: it goes within the week.
    """
    found = set()
    for column in _TEXTS_OF_TASKS:
        found |= set(saying(DBTaskResult.objects.exclude(status="RUNNING"), email, column).values_list("pk"))
        for name in filter(None, names):
            found |= set(saying(DBTaskResult.objects.finished(), name, column).values_list("pk"))
    DBTaskResult.objects.filter(pk__in=[pk for (pk,) in found]).delete()
    return len(found)
