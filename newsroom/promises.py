"""What the database itself refuses, on both engines: changes to rows that are frozen, ends of what stays;
and what it does by itself after a change.

An app declares its promises in its ``triggers`` module and lets its config ``keep`` them. A migrate that has
something to do lifts them first, because SQLite rebuilds no table that another table's trigger asks, and puts
them back at its end. ``check --database default`` fails when one is missing, as after a migrate that failed.
"""

import sys
from dataclasses import dataclass

from django.core import checks
from django.db import connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    " UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'x'",
}
# PostgreSQL's, each with the sentence as its argument.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION newsroom_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION newsroom_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE has_rows boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', TG_TABLE_NAME) INTO has_rows;
    IF has_rows THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_REFUSE_UNLESS = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS ({unless}) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
"""


@dataclass(frozen=True)
class Refusal:
    """A change that the database answers with ``sentence`` instead of doing it."""

    name: str  # of the trigger
    table: str
    event: str  # "UPDATE", "UPDATE OF text, at", "DELETE", "INSERT"; PostgreSQL also has "TRUNCATE"
    sentence: str
    when: str = ""  # only where this holds of the rows OLD and NEW
    unless: str = ""  # but not while this query (of OLD and NEW) finds something
    only: str = ""  # "sqlite" or "postgresql": the one engine that needs it


@dataclass(frozen=True)
class Following:
    """What the database does by itself after a change, so that whoever writes cannot forget it."""

    name: str  # of the trigger
    table: str
    event: str  # as of a Refusal; "TRUNCATE" is PostgreSQL's alone
    sqlite: str  # statements, with the rows OLD and NEW
    postgresql: str

    @property
    def only(self) -> str:
        return "postgresql" if self.event == "TRUNCATE" else ""


@dataclass(frozen=True)
class Constraint:
    """A rule that no migration can write, for PostgreSQL alone; it stays when triggers are lifted."""

    name: str
    table: str
    rule: str


@dataclass(frozen=True)
class Promises:
    """All that the database keeps for one app."""

    code: str  # of the system check
    refusals: tuple[Refusal, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    followings: tuple[Following, ...] = ()
    missing: str = "The database does not keep “{name}”: its trigger is missing."

    def install(self, using: str = "default") -> None:
        """Create every trigger anew; safe to run twice, does nothing before the tables exist."""
        connection = connections[using]
        if not self._has_tables(connection):
            return
        with transaction.atomic(using=using), connection.cursor() as cursor:
            self.lift(using)
            if connection.vendor == "postgresql":
                cursor.execute(_FUNCTIONS)
            for kept in self.triggers_on(connection.vendor):
                statements = _statements if isinstance(kept, Refusal) else _following_statements
                for statement in statements(kept, connection.vendor):
                    cursor.execute(statement)
            present = _present(connection)
            for constraint in self._constraints_on(connection.vendor):
                if constraint.name not in present:
                    cursor.execute(
                        f"ALTER TABLE {constraint.table} ADD CONSTRAINT {constraint.name} {constraint.rule}"
                    )

    def lift(self, using: str = "default") -> None:
        """Drop every trigger: for tests that empty the tables, and for what installs them again."""
        connection = connections[using]
        with connection.cursor() as cursor:
            for kept in self.triggers_on(connection.vendor):
                on = f" ON {kept.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {kept.name}{on}")

    def faults(self, databases) -> list[checks.Error]:
        """Return an error for everything that is missing, wherever the tables are.

        ``migrate`` runs the checks before it starts, and is what installs a missing trigger: it is let
        through.
        """
        if sys.argv[1:2] == ["migrate"]:
            return []
        return [fault for using in databases or [] for fault in self._faults(connections[using])]

    def triggers_on(self, vendor: str) -> list[Refusal | Following]:
        """Return what needs a trigger on the engine ``vendor``."""
        return [kept for kept in (*self.refusals, *self.followings) if kept.only in ("", vendor)]

    def keep(self, config) -> None:
        """Install all after each migrate of the app ``config``, and let the system check look for it."""

        def lift(using, plan, **kwargs):
            if plan:  # also where a migration is yet to make some of the tables
                self.lift(using)

        def install(using, **kwargs):
            self.install(using)

        def check(app_configs, databases, **kwargs):
            return self.faults(databases)

        pre_migrate.connect(lift, sender=config, weak=False, dispatch_uid=self.code)
        post_migrate.connect(install, sender=config, weak=False, dispatch_uid=self.code)
        checks.register(check, checks.Tags.database)

    def _faults(self, connection):
        if not self._has_tables(connection):
            return []
        present, vendor = _present(connection), connection.vendor
        return [
            checks.Error(
                self.missing.format(name=kept.name, table=kept.table),
                hint="Run: manage.py migrate",
                id=self.code,
            )
            for kept in (*self.triggers_on(vendor), *self._constraints_on(vendor))
            if kept.name not in present
        ]

    def _constraints_on(self, vendor):
        return self.constraints if vendor == "postgresql" else ()

    def _has_tables(self, connection):
        tables = {kept.table for kept in (*self.refusals, *self.constraints, *self.followings)}
        return tables <= set(connection.introspection.table_names())


def _present(connection):
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def _statements(refusal, vendor):
    head = f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table}"
    if vendor == "sqlite":
        held = [f"({refusal.when})"] if refusal.when else []
        held += [f"NOT EXISTS ({refusal.unless})"] if refusal.unless else []
        when = f" WHEN {' AND '.join(held)}" if held else ""
        yield f"{head} FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, '{refusal.sentence}'); END"
        return
    function = "newsroom_refuse"
    if refusal.event == "TRUNCATE":
        yield f"{head} EXECUTE FUNCTION newsroom_refuse_emptying('{refusal.sentence}')"
        return
    if refusal.unless:  # a trigger's own condition may not ask other tables there
        function = f"newsroom_refuse_{refusal.name}"
        yield _REFUSE_UNLESS.format(name=function, unless=refusal.unless)
    when = f" WHEN ({refusal.when})" if refusal.when else ""
    yield f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {function}('{refusal.sentence}')"


def _following_statements(following, vendor):
    on, each = f"AFTER {following.event} ON {following.table}", "FOR EACH ROW"
    if vendor == "sqlite":
        yield f"CREATE TRIGGER {following.name} {on} {each} BEGIN {following.sqlite} END"
        return
    function = f"newsroom_follow_{following.name}"
    each = "" if following.event == "TRUNCATE" else each
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {following.postgresql} RETURN NULL; END $$"
    )
    yield f"CREATE TRIGGER {following.name} {on} {each} EXECUTE FUNCTION {function}()"
