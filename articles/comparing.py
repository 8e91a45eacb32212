"""Two snapshots of one article, field by field, each in the way that its matter is read."""

from collections import Counter
from dataclasses import dataclass, field

from articles.blocks import Run, blocks_diff, folded
from articles.diffing import Pieces, opcodes, text_diff
from articles.editions import diff
from articles.models import Photo

_ROWS = ("tags", "bylines", "key_points", "sources", "related")


@dataclass(frozen=True)
class RowChange:
    """A row of a list: "same", "gone", "new", "changed" or "moved" (then with both places, from 1)."""

    op: str
    pieces: Pieces
    was_at: int | None = None
    is_at: int | None = None


@dataclass(frozen=True)
class PhotoSide:
    op: str  # "gone" or "new"
    name: str
    photo: Photo | None  # None when it is no longer in the library


@dataclass(frozen=True)
class FieldChange:
    """A field that differs; of the four shapes it has the one that fits it."""

    name: str
    label: str
    pieces: Pieces = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    photos: list[PhotoSide] = field(default_factory=list)


def compare(before: dict, after: dict) -> list[FieldChange]:
    """Return the fields in which two snapshots differ, in the order of the story form.

    One query at most, for the photos. Time is bounded however long the texts are.
    """
    return [_shaped(difference, before, after) for difference in diff(before, after)]


def _shaped(difference, before, after):
    name, label = difference.field, difference.label
    if name == "body":
        names = (before["names"], after["names"])
        return FieldChange(name, label, runs=folded(blocks_diff(before["body"], after["body"], names=names)))
    if name == "lead_photo":
        return FieldChange(name, label, photos=_photo_sides(before, after))
    if name in _ROWS:
        keys = (_keys(name, before, difference.before), _keys(name, after, difference.after))
        return FieldChange(name, label, rows=_rows(difference, *keys))
    if name in ("type", "section"):
        sides = (("gone", " ".join(difference.before)), ("new", " ".join(difference.after)))
        return FieldChange(name, label, pieces=[(op, text) for op, text in sides if text])
    return FieldChange(
        name, label, pieces=text_diff("\n".join(difference.before), "\n".join(difference.after))
    )


def _keys(name, snapshot, lines):
    """What makes a row the same row in both lists: its public id, or else what it says."""
    if name == "key_points":
        return [point["public_id"] for point in snapshot["key_points"]]
    seen, keys = Counter(), []
    for line in lines:
        keys.append((line, seen[line]))
        seen[line] += 1
    return keys


def _rows(difference, old_keys, new_keys):
    old = dict(zip(old_keys, difference.before, strict=True))
    new = dict(zip(new_keys, difference.after, strict=True))
    is_ordered = difference.field != "tags"
    found = []
    for _, i, j, k, m in opcodes(old_keys, new_keys):
        found += [RowChange("gone", [("gone", old[key])]) for key in old_keys[i:j] if key not in new]
        for place in range(k, m):
            key = new_keys[place]
            if key not in old:
                found.append(RowChange("new", [("new", new[key])]))
                continue
            was_at = old_keys.index(key)
            is_moved = is_ordered and not i <= was_at < j
            op = "moved" if is_moved else "same" if old[key] == new[key] else "changed"
            pieces = text_diff(old[key], new[key])
            found.append(RowChange(op, pieces, was_at + 1, place + 1))
    return found


def _photo_sides(before, after):
    sides = (("gone", before), ("new", after))
    keys = [snapshot["lead_photo"] for _, snapshot in sides if snapshot["lead_photo"]]
    photos = Photo.objects.in_bulk(keys)
    return [
        PhotoSide(op, snapshot["names"]["lead_photo"], photos.get(snapshot["lead_photo"]))
        for op, snapshot in sides
        if snapshot["lead_photo"]
    ]
