"""The audit log: who did what to which row, and what it was before and after. Nobody edits it."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Manager, Model, QuerySet

from newsroom.models import AuditEntry

_VEILED = "(not shown)"
_HIDDEN = ("password", "key", "token", "secret")


def record(verb: str, row: Model, *, by, before: dict | None = None, after: dict | None = None) -> AuditEntry:
    """Write that ``by`` (a user, or None for the house itself) did ``verb`` to ``row``.

    Belongs inside the transaction of the deed, so that neither is kept without the other. ``before`` and
    ``after`` are plain values, or what JSON can say of them.
    """
    return AuditEntry.objects.create(
        by=by,
        by_name=_named(by),
        verb=verb,
        noun=row._meta.label_lower,
        row_id=str(row.pk or "")[:40],
        title=str(row)[:300],
        before=_plain(before),
        after=_plain(after),
    )


def record_change(verb: str, row: Model, *, by, before: dict, after: dict) -> None:
    """As ``record``, with only those of the values that differ; where none does, nothing was done."""
    if changed := [name for name in after if before[name] != after[name]]:
        was, is_now = ({name: said[name] for name in changed} for said in (before, after))
        record(verb, row, by=by, before=was, after=is_now)


def _named(user):
    if user is None:
        return ""
    return f"{user.name} <{user.email}>"[:254] if user.name else user.email


def changes_of(form) -> tuple[dict, dict]:
    """Return the values that ``form`` changes, as they were and as they will be; secrets are not shown."""
    before, after = {}, {}
    for name in form.changed_data:
        if _is_secret(name):
            before[name], after[name] = _VEILED, f"{_VEILED}, changed"
            continue
        field = form.fields.get(name)
        before[name] = _spoken(_as_cleaned(field, form.initial.get(name)))
        after[name] = _spoken(form.cleaned_data.get(name))
    return before, after


def values_of(row: Model) -> dict:
    """Return every stored value of ``row``; secrets are not shown."""
    return {
        field.name: _VEILED if _is_secret(field.name) else _spoken(field.value_from_object(row))
        for field in row._meta.concrete_fields
    }


def _is_secret(name):
    return any(word in name for word in _HIDDEN)


def _as_cleaned(field, initial):
    """The row that a key stands for; a form names rows by their keys before it is cleaned."""
    queryset = getattr(field, "queryset", None)
    if queryset is None or initial in (None, "") or isinstance(initial, Model | list | tuple | QuerySet):
        return initial
    return queryset.filter(pk=initial).first() or initial


def _spoken(value):
    if isinstance(value, list | tuple | set | QuerySet | Manager):
        return sorted(str(item) for item in value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _plain(values):
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))
