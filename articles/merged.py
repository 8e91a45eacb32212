"""What became of tags and authors that were merged: the audit log remembers which key leads to which.

Editions stay as written, and pages stay open: both go on naming what is gone.
"""

import re
from collections.abc import Collection

from django.db.models import Model
from django.http import QueryDict

from articles.models import Author, Tag
from newsroom.models import AuditEntry

_BYLINE = re.compile(r"bylines-\d+-author")


def merges_of(model: type[Model], keys: Collection[int]) -> list[tuple[int, int]]:
    """Return (key that went, key that stays) of each merge of ``keys``, and of what they led to, in order."""
    found, asked, wanted = {}, set(keys), set(keys)
    while wanted:
        entries = AuditEntry.objects.filter(
            noun=model._meta.label_lower, row_id__in=[str(key) for key in wanted], verb="merged"
        )
        new = {entry.pk: (int(entry.row_id), entry.after["key"]) for entry in entries}
        found |= new
        wanted = {stays for _, stays in new.values()} - asked
        asked |= wanted
    return [found[number] for number in sorted(found)]


def said_now(data: dict) -> dict:
    """Return a snapshot as the same text would be stored now, after its tags and authors were merged."""
    tags, lines = data["tags"], data["bylines"]
    for went, stays in merges_of(Tag, tags):
        tags = sorted({stays if key == went else key for key in tags})
    for went, stays in merges_of(Author, {line["author"] for line in lines}):
        roles = {line["role"] for line in lines if line["author"] == stays}
        lines = [line for line in lines if line["author"] != went or line["role"] not in roles]
        lines = [line | {"author": stays} if line["author"] == went else line for line in lines]
    return data | {"tags": tags, "bylines": lines}


def posted_now(posted: QueryDict) -> QueryDict:
    """Return a posted story form as if its page had been opened after the merges."""
    form = posted.copy()
    tags = [int(key) for key in posted.getlist("tags") if _is_key(key)]
    for went, stays in merges_of(Tag, tags):
        keys = [str(stays) if key == str(went) else key for key in form.getlist("tags")]
        form.setlist("tags", list(dict.fromkeys(keys)))
    lines = [name for name in posted if _BYLINE.fullmatch(name) and _is_key(posted[name])]
    for went, stays in merges_of(Author, {int(posted[name]) for name in lines}):
        roles = {_role(form, name) for name in lines if form[name] == str(stays)}
        for name in [name for name in lines if form[name] == str(went)]:
            form[name] = "" if _role(form, name) in roles else str(stays)
    return form


def _role(form, name):
    return form.get(name.replace("-author", "-role"))


def _is_key(said):
    return said.isascii() and said.isdecimal() and len(said) < 18
