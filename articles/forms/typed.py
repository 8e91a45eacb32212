"""The working text in a story form as plain data: to compare two versions, and to fill it again."""

import json
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import QueryDict

from articles.editions import LABELS

_OF_THE_ROW = ("ORDER", "DELETE")


def typed(form, formsets) -> dict:
    """Return what was typed into a valid form: name → text, number, list of keys, or list of rows."""
    said = {name: _plain(form.cleaned_data[name]) for name in LABELS if name in form.fields}
    return said | {rows.prefix: [_plain_row(row) for row in rows.rows()] for rows in formsets}


def stored(form, formsets) -> dict:
    """Return the same of what is stored, that is what the form was opened on."""
    said = {
        name: _plain(form.get_initial_for_field(form.fields[name], name))
        for name in LABELS
        if name in form.fields
    }
    return said | {rows.prefix: [_plain_row(row) for row in _stored_rows(rows)] for rows in formsets}


def written(said: dict) -> str:
    """Return such data as the text of a hidden field."""
    return json.dumps(said, cls=DjangoJSONEncoder, separators=(",", ":"))


def read(text: str) -> dict:
    """Return what ``written`` wrote; what was tampered with on its way is nothing."""
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()  # half a character is nothing that was typed
    except (ValueError, RecursionError):
        return {}
    return {name: value for name, value in said.items() if _is_said(value)} if isinstance(said, dict) else {}


def are_rows(value) -> bool:
    """Whether ``value`` is what is said of an ordered list."""
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _is_said(value):
    """Whether ``typed`` could have said it: a text, a number, keys, or rows of texts and numbers."""
    parts = value if isinstance(value, list) else [value]
    if are_rows(value):
        parts = [part for row in value for part in row.values()]
    return all(isinstance(part, str | int) for part in parts)


def fill(posted: QueryDict, name: str, value) -> None:
    """Make the field or list ``name`` of a posted form say ``value``."""
    if f"{name}-TOTAL_FORMS" in posted:
        if are_rows(value):
            _fill_rows(posted, name, value)
    elif isinstance(value, list):
        posted.setlist(name, [str(key) for key in value])
    else:
        posted[name] = str(value)


def _fill_rows(posted, prefix, rows):
    for name in [name for name in posted if name.startswith(f"{prefix}-")]:
        del posted[name]
    posted[f"{prefix}-TOTAL_FORMS"], posted[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), "0"
    for place, row in enumerate(rows):
        for name, value in row.items():
            posted[f"{prefix}-{place}-{name}"] = str(value)
        posted[f"{prefix}-{place}-ORDER"] = str(place + 1)


def _stored_rows(rows):
    if not rows.is_bound:
        return rows.initial or []
    return [rows.initial_of(row) for row in rows.stored_rows()] if rows.instance.pk else []


def _plain_row(row):
    return {name: _plain(value) for name, value in row.items() if name not in _OF_THE_ROW}


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str | int):
        return value
    return sorted(_plain(row) for row in value)
