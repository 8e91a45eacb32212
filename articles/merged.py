"""What became of tags and authors that were merged: the audit log remembers which key leads to which.

Editions stay as written, and pages stay open: both go on naming what is gone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model
from django.http import QueryDict

from articles.models import Author, Tag
from newsroom.models import AuditEntry

_BYLINE = re.compile(r"bylines-\d+-author")


@dataclass(frozen=True)
class Merge:
    """One row that went, the one that stays in its place, and the name that this had at the time."""

    went: int
    stays: int
    name: str


def merges_of(model: type[Model], keys: Collection[int]) -> list[Merge]:
    """Return each merge of ``keys``, and of what they led to, in order."""
    found, asked, wanted = {}, set(keys), set(keys)
    while wanted:
        entries = AuditEntry.objects.filter(
            noun=model._meta.label_lower, row_id__in=[str(key) for key in wanted], verb="merged"
        )
        new = {
            entry.pk: Merge(int(entry.row_id), entry.after["key"], entry.after["into"])
            for entry in entries
            if "key" in entry.after  # the first merges did not note it
        }
        found |= new
        wanted = {merge.stays for merge in new.values()} - asked
        asked |= wanted
    return [found[number] for number in sorted(found)]


def said_now(data: dict) -> dict:
    """Return a snapshot as the same text would be stored now, after its tags and authors were merged."""
    return all_said_now([data])[0]


def all_said_now(snapshots: Collection[dict]) -> list[dict]:
    """``said_now`` of each; two queries, and two more for each time that merged ones were merged again."""
    tags = merges_of(Tag, {key for data in snapshots for key in data["tags"]})
    lines = merges_of(Author, {line["author"] for data in snapshots for line in data["bylines"]})
    return [_said_after(data, tags, lines) for data in snapshots]


def _said_after(data, merged_tags, merged_authors):
    tags, lines, names = data["tags"], data["bylines"], data["names"]
    for merge in merged_tags:
        tags = sorted({merge.stays if key == merge.went else key for key in tags})
    for merge in merged_authors:
        roles = {line["role"] for line in lines if line["author"] == merge.stays}
        lines = [line for line in lines if line["author"] != merge.went or line["role"] not in roles]
        lines = [line | {"author": merge.stays} if line["author"] == merge.went else line for line in lines]
    names = names | {
        "tags": {str(merge.stays): merge.name for merge in merged_tags} | names["tags"],
        "authors": {str(merge.stays): merge.name for merge in merged_authors} | names["authors"],
    }
    return data | {"tags": tags, "bylines": lines, "names": names}


def posted_now(posted: QueryDict) -> QueryDict:
    """Return a posted story form as if its page had been opened after the merges."""
    form = posted.copy()
    tags = [int(key) for key in posted.getlist("tags") if _is_key(key)]
    for merge in merges_of(Tag, tags):
        keys = [str(merge.stays) if key == str(merge.went) else key for key in form.getlist("tags")]
        form.setlist("tags", list(dict.fromkeys(keys)))
    lines = [name for name in posted if _BYLINE.fullmatch(name) and _is_key(posted[name])]
    for merge in merges_of(Author, {int(posted[name]) for name in lines}):
        roles = {_role(form, name) for name in lines if form[name] == str(merge.stays)}
        for name in [name for name in lines if form[name] == str(merge.went)]:
            form[name] = "" if _role(form, name) in roles else str(merge.stays)
    return form


def _role(form, name):
    return form.get(name.replace("-author", "-role"))


def _is_key(said):
    return said.isascii() and said.isdecimal() and len(said) < 18
