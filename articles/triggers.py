"""What the database keeps: editions, corrections and erasures are frozen, releases never overlap.

Installed after every migrate, because SQLite silently drops a table's triggers whenever a migration
rebuilds the table; ``check --database default`` fails when one is missing.
"""

import sys

from django.core.checks import Error
from django.db import connections, transaction

TABLES = {"articles_edition", "articles_release", "articles_correction", "articles_erasure"}

# name: (table, event, condition). Of an edition or a correction only the person may go, when they are erased.
FROZEN = {
    "edition_text_is_frozen": (
        "articles_edition",
        "UPDATE OF id, article_id, number, data, digest, at, note, is_substantive",
        "",
    ),
    "edition_author_is_frozen": ("articles_edition", "UPDATE OF by_id", "WHEN (NEW.by_id IS NOT NULL)"),
    "correction_text_is_frozen": (
        "articles_correction",
        "UPDATE OF id, article_id, edition_id, kind, text, at",
        "",
    ),
    "correction_author_is_frozen": ("articles_correction", "UPDATE OF by_id", "WHEN (NEW.by_id IS NOT NULL)"),
    "erasure_is_frozen": ("articles_erasure", "UPDATE OF id, article_key, at", ""),
    "erasure_person_is_frozen": ("articles_erasure", "UPDATE OF by_id", "WHEN (NEW.by_id IS NOT NULL)"),
    "erasure_stays": ("articles_erasure", "DELETE", ""),
}
# They go with their article alone: when it is deleted for good, out of the trash.
STAYING = {"edition_stays": "articles_edition", "correction_stays": "articles_correction"}
_SENTENCES = {
    "articles_edition": "An edition is frozen.",
    "articles_correction": "A correction is frozen.",
    "articles_erasure": "An erasure is frozen.",
}
_ERASED = """
    SELECT 1 FROM articles_erasure AS erasure
    JOIN articles_article AS article ON article.id = erasure.article_key
    WHERE erasure.article_key = OLD.article_id AND article.trashed_at IS NOT NULL
"""

_OVERLAP = """
CREATE TRIGGER {name} BEFORE {event} ON articles_release
WHEN EXISTS (
    SELECT 1 FROM articles_release AS other
    WHERE other.article_id = NEW.article_id {but_itself}
    AND other.live_from < NEW.live_until AND other.live_until > NEW.live_from
) BEGIN SELECT RAISE(ABORT, 'Two releases of one article are never public at once.'); END
"""
_HEAD = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} "

SQLITE = (
    {
        name: _HEAD.format(name=name, event=event, table=table, when=when)
        + f"BEGIN SELECT RAISE(ABORT, '{_SENTENCES[table]}'); END"
        for name, (table, event, when) in FROZEN.items()
    }
    | {
        name: _HEAD.format(name=name, event="DELETE", table=table, when=f"WHEN NOT EXISTS ({_ERASED})")
        + f"BEGIN SELECT RAISE(ABORT, '{_SENTENCES[table]}'); END"
        for name, table in STAYING.items()
    }
    | {
        "release_does_not_overlap_when_added": _OVERLAP.format(
            name="release_does_not_overlap_when_added", event="INSERT", but_itself=""
        ),
        "release_does_not_overlap_when_moved": _OVERLAP.format(
            name="release_does_not_overlap_when_moved",
            event="UPDATE OF article_id, live_from, live_until",
            but_itself="AND other.id <> NEW.id",
        ),
    }
)

_REFUSE_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION articles_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION articles_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({_ERASED}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRESQL = {
    name: _HEAD.format(name=name, event=event, table=table, when=when)
    + f"EXECUTE FUNCTION articles_refuse('{_SENTENCES[table]}')"
    for name, (table, event, when) in FROZEN.items()
} | {
    name: _HEAD.format(name=name, event="DELETE", table=table, when="")
    + f"EXECUTE FUNCTION articles_refuse_unless_erased('{_SENTENCES[table]}')"
    for name, table in STAYING.items()
}
NO_OVERLAP = "release_does_not_overlap"
_EXCLUDE = f"""
ALTER TABLE articles_release ADD CONSTRAINT {NO_OVERLAP} EXCLUDE USING gist (
    int8range(article_id, article_id, '[]') WITH &&, tstzrange(live_from, live_until) WITH &&
)
"""


def install(using: str = "default") -> None:
    """Create every trigger anew; safe to run twice, does nothing before the tables exist."""
    connection = connections[using]
    if not _has_tables(connection):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        lift(using)
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE_FUNCTIONS, [])
            for statement in POSTGRESQL.values():
                cursor.execute(statement)
            if NO_OVERLAP not in _present(cursor, "postgresql"):
                cursor.execute(_EXCLUDE)
        else:
            for statement in SQLITE.values():
                cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Drop every trigger: for tests that empty the tables, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tables = {name: table for name, (table, _, _) in FROZEN.items()} | STAYING
            for name, table in tables.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def check_triggers(app_configs, databases, **kwargs):
    """System check: everything above is there, wherever the tables are.

    ``migrate`` runs the checks before it starts, and is what installs a missing trigger: it is let through.
    """
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [fault for using in databases or [] for fault in _faults(connections[using])]


def _faults(connection):
    if not _has_tables(connection):
        return []
    wanted = [*POSTGRESQL, NO_OVERLAP] if connection.vendor == "postgresql" else [*SQLITE]
    with connection.cursor() as cursor:
        present = _present(cursor, connection.vendor)
    return [
        Error(
            f"The database does not keep “{name}”: its trigger is missing.",
            hint="Run: manage.py migrate",
            id="articles.E001",
        )
        for name in wanted
        if name not in present
    ]


def _present(cursor, vendor):
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        " UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'x'"
        if vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return {row[0] for row in cursor.fetchall()}


def _has_tables(connection):
    return set(connection.introspection.table_names()) >= TABLES
