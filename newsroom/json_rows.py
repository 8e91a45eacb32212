"""The rows of a subquery as one value, so that a page reads them with the row they belong to."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Expression, Field, JSONField, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

_GATHERED = {"sqlite": "json_group_array(json_array({}))", "postgresql": "jsonb_agg(jsonb_build_array({}))"}


def _gathering(columns, vendor):
    return f"(SELECT {_GATHERED[vendor].format(', '.join(columns))} FROM (%(subquery)s) AS rows_of_it)"  # noqa: S608 - both are ours


class JSONRows(Subquery):
    """``JSONRows(tags.values_list("id", "name"), "id", "name")``: a list of lists, in the subquery's order.

    None or an empty list where there are no rows.
    """

    output_field = JSONField()

    def __init__(self, queryset, *columns: str):
        super().__init__(queryset)
        self.columns = columns

    def as_sql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template=_gathering(self.columns, connection.vendor))


def has_any(rows: QuerySet) -> IsNull:
    """Return the condition that there is one of ``rows``, looked for in their order, one outer row at a time.

    For ``Exists`` PostgreSQL may read them all.
    """
    return IsNull(Subquery(rows.values("pk")[:1]), False)


class Slot(Expression):
    """Stands in ``PreparedRows`` for a value that each page brings: ``filter(pk__gt=Slot("pk", field))``."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def filled(self, values: dict[str, object]) -> object:
        """Return what the database is given for it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class PreparedRows:
    """As ``JSONRows``, of a queryset that Django turns into SQL once and not for each page.

    For a page that reads several lists beside its row: there the writing of SQL takes longer than the
    reading. ``build`` makes the queryset, with a ``Slot`` wherever a value differs from page to page.
    """

    def __init__(self, build: Callable[[], QuerySet], *columns: str):
        self._build, self._columns = build, columns
        self._written = {}  # by engine

    def given(self, **values: object) -> RawSQL:
        """Return the rows for these values of its slots, to annotate with; KeyError for one left out."""
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._build().query.sql_with_params()
        sql, params = self._written[connection.vendor]
        gathering = _gathering(self._columns, connection.vendor)[1:-1] % {"subquery": sql}
        params = [param.filled(values) if isinstance(param, Slot) else param for param in params]
        return RawSQL(gathering, params, JSONField())  # noqa: S611 - Django wrote it; values are parameters


def moment_in(text: str) -> datetime:
    """Return a moment of such a row, which is text: PostgreSQL writes its offset, SQLite none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
