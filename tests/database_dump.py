"""Every value of every table, as text: to look for what must not be there."""

import json

from django.contrib.sessions.models import Session
from django.db import connection


def dump() -> dict[tuple[str, str], list[str]]:
    """Return the values of each (table, column), bytes, JSON and sessions made readable."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    found.setdefault((table, column), []).append(_as_text(table, column, value))
    return found


def places_of(*marks: str) -> set[tuple[str, str]]:
    """Return where in the whole database one of ``marks`` is found, in any case and any escaping."""
    marks = [mark.casefold() for mark in marks]
    return {
        place
        for place, values in dump().items()
        if any(mark in value.casefold() for value in values for mark in marks)
    }


def _as_text(table, column, value):
    if (table, column) == ("django_session", "session_data"):
        value = Session(session_data=value).get_decoded()
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    said = str(value)
    if "\\u" in said:  # JSON's way of writing a letter; in the bytes of a salt it may stand by chance
        said += said.encode("ascii", "replace").decode("unicode_escape", "replace")
    return said
