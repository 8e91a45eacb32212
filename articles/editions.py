"""Snapshots: the working text as plain data, back again, and what differs between two.

``snapshot`` and ``apply`` are inverse as long as everything named still exists. A snapshot also carries the
names of what it refers to, so that an old edition can be read after its author is gone; the digest leaves
these out, so that a renamed author is no new edition.
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from articles.body import clean_body
from articles.figures import photos_in, recordings_in, without_figures
from articles.models import (
    Article,
    Author,
    Byline,
    KeyPoint,
    Photo,
    Recording,
    Role,
    Section,
    Series,
    Source,
    Tag,
    Type,
)
from articles.sources import sources_of, write_related, write_sources

PLAIN = (
    "headline", "slug", "kicker", "standfirst", "type", "lead_caption", "dateline", "body",
    "seo_title", "seo_description", "canonical_url",
)  # fmt: skip
# Not in editions that were kept before these fields were there; empty ones leave the digest as it was.
LATER = {
    "dateline": "", "seo_title": "", "seo_description": "", "canonical_url": "", "sources": [], "related": [],
    "series": None,
}  # fmt: skip
LABELS = {
    "headline": "Headline",
    "slug": "Address",
    "kicker": "Kicker",
    "standfirst": "Standfirst",
    "type": "Type",
    "section": "Section",
    "series": "Series",
    "tags": "Tags",
    "lead_photo": "Lead photo",
    "lead_caption": "Caption of the lead photo",
    "bylines": "Bylines",
    "key_points": "Key points",
    "dateline": "Dateline",
    "body": "Text",
    "sources": "Sources",
    "related": "Related stories",
    "seo_title": "Title for search and sharing",
    "seo_description": "Description for search and sharing",
    "canonical_url": "Canonical address",
}
_OUT_OF_THE_WAY = 10_000  # added to positions while they are dealt out anew: they are unique


@dataclass(frozen=True)
class Difference:
    """One field that differs, each side as lines of text."""

    field: str
    label: str
    before: list[str]
    after: list[str]


def snapshot(article: Article) -> dict:
    """Return the stored working text of ``article`` as plain data (for JSON)."""
    tags = sorted(article.tags.all(), key=lambda tag: tag.pk)
    bylines = list(article.bylines.select_related("author"))
    picks = list(article.related_picks.select_related("other"))
    names = {
        "section": _name(article.section),
        "series": _name(article.series),
        "lead_photo": _name(article.lead_photo),
        "tags": {str(tag.pk): tag.name for tag in tags},
        "authors": {str(byline.author_id): byline.author.name for byline in bylines},
        "related": {str(pick.other_id): str(pick.other) for pick in picks},
        "photos": _names_of(Photo, photos_in(article.body)),
        "recordings": _names_of(Recording, recordings_in(article.body)),
    }
    return {name: getattr(article, name) for name in PLAIN} | {
        "section": article.section_id,
        "series": article.series_id,
        "lead_photo": article.lead_photo_id,
        "tags": [tag.pk for tag in tags],
        "key_points": [
            {"public_id": str(point.public_id), "text": point.text} for point in article.key_points.all()
        ],
        "bylines": [{"author": byline.author_id, "role": byline.role} for byline in bylines],
        "sources": sources_of(article),
        "related": [pick.other_id for pick in picks],
        "names": names,
    }


def digest(data: dict) -> str:
    """Return what tells two snapshots apart: equal for equal text, whatever things are called by now."""
    text = {
        name: value
        for name, value in data.items()
        if name != "names" and not (name in LATER and value == LATER[name])
    }
    return hashlib.sha256(json.dumps(text, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def apply(article: Article, data: dict) -> list[str]:
    """Make the working text what ``data`` says; return what it names that no longer exists, in words.

    Key points and bylines are updated, not made anew: what refers to a key point keeps it.
    Belongs inside the transaction that has locked the article.
    """
    data = LATER | data
    gone, names = [], data["names"]
    for name in PLAIN:
        setattr(article, name, data[name])
    article.body = _body_still_there(data["body"], names, gone)
    article.section = _still_there(Section, data["section"], names["section"], "section", gone)
    article.series = _still_there(Series, data["series"], names.get("series", ""), "series", gone)
    article.lead_photo = _still_there(Photo, data["lead_photo"], names["lead_photo"], "photo", gone)
    article.save(update_fields=[*PLAIN, "section", "series", "lead_photo"])
    article.tags.set(_those_there(Tag, data["tags"], names["tags"], "tag", gone))
    write_key_points(article, [(point["public_id"], point["text"]) for point in data["key_points"]])
    named = [byline["author"] for byline in data["bylines"]]
    authors = _those_there(Author, named, names["authors"], "author", gone)
    write_bylines(
        article,
        [(byline["author"], byline["role"]) for byline in data["bylines"] if byline["author"] in authors],
    )
    write_sources(article, data["sources"])
    write_related(article, _those_there(Article, data["related"], names.get("related", {}), "story", gone))
    return gone


def write_key_points(article: Article, points: list[tuple[str | UUID | None, str]]) -> None:
    """Make the key points ``points``: (public id or None, text) in order; known ids keep their row."""
    stored = {str(point.public_id): point for point in article.key_points.all()}
    kept, added = [], []
    for position, (public_id, text) in enumerate(points, start=1):
        point = stored.pop(str(public_id), None)
        if point is None:
            known = {"public_id": public_id} if public_id else {}
            added.append(KeyPoint(article=article, position=position, text=text, **known))
        elif (point.position, point.text) != (position, text):
            point.position, point.text = position, text
            kept.append(point)
    article.key_points.filter(pk__in=[point.pk for point in stored.values()]).delete()
    article.key_points.filter(pk__in=[point.pk for point in kept]).update(
        position=F("position") + _OUT_OF_THE_WAY
    )
    KeyPoint.objects.bulk_update(kept, ["position", "text"])
    KeyPoint.objects.bulk_create(added)
    _forget_prefetched(article, "key_points")


def write_bylines(article: Article, credits: list[tuple[int, str]]) -> None:
    """Make the bylines exactly ``credits``, (author's key, role) in order; repeated ones count once."""
    stored = {(byline.author_id, byline.role): byline for byline in article.bylines.all()}
    kept, added = [], []
    for position, credit in enumerate(dict.fromkeys(credits), start=1):
        byline = stored.pop(credit, None)
        if byline is None:
            added.append(Byline(article=article, position=position, author_id=credit[0], role=credit[1]))
        elif byline.position != position:
            byline.position = position
            kept.append(byline)
    article.bylines.filter(pk__in=[byline.pk for byline in stored.values()]).delete()
    Byline.objects.bulk_update(kept, ["position"])
    Byline.objects.bulk_create(added)
    _forget_prefetched(article, "bylines")


def diff(before: dict, after: dict) -> list[Difference]:
    """Return the fields in which two snapshots differ, in the order of the story form."""
    before, after = LATER | before, LATER | after
    sides = [(name, _lines(before, name), _lines(after, name)) for name in LABELS]
    return [
        Difference(name, LABELS[name], old, new)
        for name, old, new in sides
        if old != new or (name in _NAMED and before[name] != after[name])
    ]


def _lines(data, name):
    value, names = data[name], data["names"]
    if name in _SAID:
        return _SAID[name](value, names)
    return value.splitlines()


def _said_source(source):
    words = (str(Source.Kind(source["kind"]).label), source["title"], source["url"], source["note"])
    return " · ".join(filter(None, words))


# How a value that is not plain text reads: (value, names) → lines.
_SAID = {
    "type": lambda value, names: [str(Type(value).label)],
    "section": lambda value, names: [names["section"]] if value else [],
    "series": lambda value, names: [names["series"]] if value else [],
    "lead_photo": lambda value, names: [names["lead_photo"]] if value else [],
    "tags": lambda value, names: sorted(names["tags"][str(pk)] for pk in value),
    "key_points": lambda value, names: [point["text"] for point in value],
    "bylines": lambda value, names: [
        f"{Role(line['role']).label} {names['authors'][str(line['author'])]}" for line in value
    ],
    "sources": lambda value, names: [_said_source(source) for source in value],
    "related": lambda value, names: [names["related"][str(pk)] for pk in value],
}
_NAMED = ("section", "series", "lead_photo")  # two of them may bear one name


def _name(row):
    return str(row) if row else ""


def _names_of(model, keys):
    rows = model.objects.filter(pk__in=keys).order_by("pk") if keys else []
    return {str(row.pk): str(row) for row in rows}


def _body_still_there(body, names, gone):
    """``body`` without the photos and recordings that have left the library since."""
    lost = {}
    for noun, model, named in (
        ("photo", Photo, photos_in(body)),
        ("recording", Recording, recordings_in(body)),
    ):
        called = names.get(f"{noun}s", {})
        there = set(model.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
        lost[noun] = named - there
        gone += [f"the {noun} “{called.get(str(key), key)}” in the text" for key in sorted(named - there)]
    if not any(lost.values()):
        return body

    def is_gone(figure):
        return figure.key in lost["photo" if figure.kind == "photo" else "recording"]

    return clean_body(without_figures(body, lambda figure: figure.kind != "card" and is_gone(figure)))


def _still_there(model, pk, name, noun, gone):
    if pk is None:
        return None
    row = model.objects.filter(pk=pk).first()
    if row is None:
        gone.append(f"the {noun} “{name}”")
    return row


def _those_there(model, keys, names, noun, gone):
    """Those of ``keys`` that still have a row, in order."""
    there = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    gone += [f"the {noun} “{names[str(pk)]}”" for pk in dict.fromkeys(keys) if pk not in there]
    return [pk for pk in keys if pk in there]


def _forget_prefetched(article, relation):
    getattr(article, "_prefetched_objects_cache", {}).pop(relation, None)
