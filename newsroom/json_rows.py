"""The rows of a subquery as one value, so that a page reads them with the row they belong to."""

from django.db.models import JSONField, Subquery


class JSONRows(Subquery):
    """``JSONRows(tags.values_list("id", "name"), "id", "name")``: a list of lists, in the subquery's order.

    None or an empty list where there are no rows.
    """

    output_field = JSONField()

    def __init__(self, queryset, *columns: str):
        super().__init__(queryset)
        self.columns = ", ".join(columns)

    def as_sqlite(self, compiler, connection, **context):
        return self._rows(compiler, connection, "json_group_array(json_array({}))")

    def as_postgresql(self, compiler, connection, **context):
        return self._rows(compiler, connection, "jsonb_agg(jsonb_build_array({}))")

    def _rows(self, compiler, connection, gathered):
        template = f"(SELECT {gathered.format(self.columns)} FROM (%(subquery)s) AS rows_of_it)"  # noqa: S608 - both are ours
        return self.as_sql(compiler, connection, template=template)
