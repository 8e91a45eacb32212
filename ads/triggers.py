"""What the database itself refuses: changes to the books, to charged clicks and to approved versions.

Installed after every migrate, because SQLite silently drops a table's triggers whenever a migration
rebuilds the table; ``check --database default`` fails when one is missing.
"""

import sys
from dataclasses import dataclass

from django.core.checks import Error
from django.db import connections

_MONEY_OF_A_CLICK = "token_hash, ad_id, version_id, at, reason, charged_cents, transaction_id"


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    event: str
    sentence: str
    when: str = ""


TRIGGERS = (
    Trigger("ads_entry_stays", "ads_entry", "UPDATE", "The ledger is append-only."),
    Trigger("ads_entry_is_kept", "ads_entry", "DELETE", "The ledger is append-only."),
    Trigger("ads_transaction_stays", "ads_transaction", "UPDATE", "The ledger is append-only."),
    Trigger("ads_transaction_is_kept", "ads_transaction", "DELETE", "The ledger is append-only."),
    Trigger(
        "ads_click_stays", "ads_click", f"UPDATE OF {_MONEY_OF_A_CLICK}", "The verdict of a click is final."
    ),
    Trigger("ads_click_is_kept", "ads_click", "DELETE", "A charged click is kept.", "OLD.charged_cents > 0"),
    Trigger(
        "ads_version_stays",
        "ads_adversion",
        "UPDATE",
        "An approved version is frozen.",
        "OLD.approved_at IS NOT NULL",
    ),
    Trigger(
        "ads_version_is_kept",
        "ads_adversion",
        "DELETE",
        "An approved version is kept.",
        "OLD.approved_at IS NOT NULL",
    ),
)
TRUNCATED = ("ads_entry", "ads_transaction", "ads_click")  # PostgreSQL can also empty a table at one stroke

_POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION ads_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION ads_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE has_rows boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', TG_TABLE_NAME) INTO has_rows;
  IF has_rows THEN
    RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""


def install(using: str = "default") -> None:
    """Create every trigger anew; safe to run twice, does nothing before the tables exist."""
    connection = connections[using]
    if not _has_tables(connection):
        return
    with connection.cursor() as cursor:
        lift(using)
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTIONS, [])
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Drop every trigger: for tests that empty the tables, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _names(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def check_triggers(app_configs, databases, **kwargs):
    """System check: every trigger is there, wherever the tables are.

    ``migrate`` runs the checks before it starts, and is what installs a missing trigger: it is let through.
    """
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [fault for using in databases or [] for fault in _faults(connections[using])]


def _faults(connection):
    if not _has_tables(connection):
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
            f"The trigger {name} on {table} is missing: the books are not protected.",
            hint="Run: manage.py migrate",
            id="ads.E001",
        )
        for name, table in _names(connection.vendor)
        if name not in present
    ]


def _has_tables(connection):
    return {trigger.table for trigger in TRIGGERS} <= set(connection.introspection.table_names())


def _names(vendor):
    names = [(trigger.name, trigger.table) for trigger in TRIGGERS]
    if vendor == "postgresql":
        names += [(f"{table}_is_not_emptied", table) for table in TRUNCATED]
    return names


def _statements(vendor):
    for trigger in TRIGGERS:
        when = f" WHEN ({trigger.when})" if trigger.when else ""
        head = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW{when} "
        if vendor == "postgresql":
            yield f"{head} EXECUTE FUNCTION ads_refuse('{trigger.sentence}')"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    if vendor == "postgresql":
        for table in TRUNCATED:
            yield (
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
                " EXECUTE FUNCTION ads_refuse_truncate('The ledger is append-only.')"
            )
