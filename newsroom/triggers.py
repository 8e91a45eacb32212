"""What the database itself keeps: the audit log is append-only.

Installed after every migrate, because SQLite silently drops a table's triggers whenever a migration
rebuilds the table; ``check --database default`` fails when one is missing.
"""

import sys

from django.core.checks import Error
from django.db import connections, transaction

TABLE = "newsroom_auditentry"
_TEXT = "id, at, by_name, verb, noun, row_id, title, before, after"
_SENTENCE = "The audit log is append-only."

# Of an entry only the person may go, when they are erased; the name that was written stays.
TRIGGERS = {
    "audit_entry_is_frozen": (f"UPDATE OF {_TEXT}", ""),
    "audit_entry_person_is_frozen": ("UPDATE OF by_id", "WHEN (NEW.by_id IS NOT NULL)"),
    "audit_entry_stays": ("DELETE", ""),
}
_REFUSE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION newsroom_audit_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$
"""


def install(using: str = "default") -> None:
    """Create every trigger anew; safe to run twice, does nothing before the table exists."""
    connection = connections[using]
    if not _has_table(connection):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        lift(using)
        is_postgresql = connection.vendor == "postgresql"
        if is_postgresql:
            cursor.execute(_REFUSE_FUNCTION)
        for name, (event, when) in TRIGGERS.items():
            refuse = (
                "EXECUTE FUNCTION newsroom_audit_is_frozen()"
                if is_postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW {when} {refuse}")


def lift(using: str = "default") -> None:
    """Drop every trigger: for tests that empty the table, and for nothing else."""
    connection = connections[using]
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def check_triggers(app_configs, databases, **kwargs):
    """System check: every trigger is there, wherever the table is.

    ``migrate`` runs the checks before it starts, and is what installs a missing trigger: it is let through.
    """
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [fault for using in databases or [] for fault in _faults(connections[using])]


def _faults(connection):
    if not _has_table(connection):
        return []
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return [
        Error(
            f"The database does not keep “{name}”: its trigger is missing.",
            hint="Run: manage.py migrate",
            id="newsroom.E001",
        )
        for name in TRIGGERS
        if name not in present
    ]


def _has_table(connection):
    return TABLE in connection.introspection.table_names()
