"""The wire: public stories whole, with everything beside them, for feeds, the API and Markdown.

What is hidden from search engines is hidden from all that asks by itself: it stands in no feed and no list
of the API. What was paid for is no news: no feed has it, and the API only where it is asked for.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, DateTimeField, F, JSONField, Value
from django.db.models.functions import Cast, JSONObject
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.figures import photos_in, recordings_in
from articles.furniture import Library, furnish
from articles.models import (
    Author,
    Correction,
    Photo,
    Recording,
    Release,
    ReleaseByline,
    ReleaseTag,
    Role,
    Section,
    Series,
    Tag,
    Type,
)
from articles.page import Credit, gist_of
from newsroom.kept import Words
from newsroom.site import absolute

# What a list of stories may be of: the model, the name of all of its rows, the word for the stories of one.
SUBJECTS = {
    "section": (Section, "sections", "in_section"),
    "tag": (Tag, "tags", "tagged"),
    "author": (Author, "authors", "by_author"),
    "series": (Series, "series", "in_series"),
}
# The feeds of a page, by where they stand behind its address.
FORMATS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed.json"}
_PHOTO = "id file alt is_decorative caption credit width height usable_until renditions focal_x focal_y"
_RECORDING = "id file kind content_type size_bytes title transcript credit"


@dataclass(frozen=True)
class Story:
    """One public story with all that belongs to it; nothing in it asks the database."""

    release: Release
    bylines: list[Credit]  # in the newsroom's order
    tags: list[Tag]
    corrections: list[Correction]  # oldest first
    library: Library  # what its text names, and perhaps more

    @property
    def url(self) -> str:
        return absolute(self.release.get_absolute_url())

    @property
    def markdown_path(self) -> str:
        return markdown_path(self.release.get_absolute_url())

    @property
    def guid(self) -> str:
        """Its name for good (RFC 4151), whatever becomes of its address."""
        first = self.release.published_at.astimezone(UTC)
        return f"tag:{settings.SITE.hostname},{first:%Y-%m-%d}:article-{self.release.article_id}"

    @property
    def people(self) -> list[Author]:
        """Everybody named in the bylines, once, in order."""
        return list(dict.fromkeys(credit.author for credit in self.bylines))

    @property
    def photo(self) -> Photo | None:
        """The lead photo, while it may be shown."""
        return self.release.shown_photo

    @property
    def photo_url(self) -> str:
        """The lead photo as a JPEG that every program can show."""
        return file_url(self.photo.file.name) if self.photo else ""

    @property
    def lead_caption(self) -> str:
        return self.release.lead_caption or (self.photo.caption if self.photo else "")

    @property
    def summary(self) -> str:
        """Its key points, or else the standfirst or the first words, as plain text."""
        points = [point["text"] for point in self.release.key_points]
        return " • ".join(points) or self.release.standfirst or gist_of(self.release.body)

    @property
    def body_html(self) -> SafeString:
        """The text with its pictures and players, every address absolute."""
        return furnish(
            self.release.body,
            absolute=True,
            page=self.url,
            library=self.library,
            is_paid=self.release.type == Type.SPONSORED,
        )

    @property
    def whole_html(self) -> str:
        """All that a reader of the page reads, from the lead photo to the corrections."""
        return render_to_string("articles/feeds/_text.html", {"story": self}).strip()


def markdown_path(path: str) -> str:
    """Return where the article of the page at ``path`` stands as Markdown."""
    return f"{path.removesuffix('/')}.md"


def file_url(name: str) -> str:
    """Return the absolute address of a stored file."""
    return urljoin(f"{settings.SITE_URL}/", default_storage.url(name))


def for_machines(releases: Words) -> Words:
    """Those of ``releases`` that are shown to what asks by itself, news only."""
    return releases.filter(article__is_hidden=False).exclude(type=Type.SPONSORED)


def whole(releases: Words) -> Words:
    """``releases`` with all that ``stories_of`` needs of them."""
    return releases.select_related("section", "series", "lead_photo")


def stories_of(rows: list[Release]) -> list[Story]:
    """Return ``rows`` (of a ``whole`` queryset) as stories, in order: one query however many they are."""
    if not rows:
        return []
    beside = _read_beside(rows)
    library = Library.holding(
        (_row(Photo, said) for said in beside["photo", 0]),
        (_row(Recording, said) for said in beside["recording", 0]),
    )
    return [
        Story(
            release=row,
            bylines=[_credit(said) for said in sorted(beside["byline", row.pk], key=itemgetter("position"))],
            tags=sorted((_row(Tag, said) for said in beside["tag", row.pk]), key=attrgetter("name")),
            corrections=_in_time(_row(Correction, said) for said in beside["correction", row.article_id]),
            library=library,
        )
        for row in rows
    ]


def _read_beside(rows):
    """What hangs on the releases ``rows`` as plain data, by kind and owner, in one statement."""
    keys, articles = [row.pk for row in rows], [row.article_id for row in rows]
    photos = set().union(*(photos_in(row.body) for row in rows))
    recordings = set().union(*(recordings_in(row.body) for row in rows))
    first, *others = (
        _arm(
            "byline",
            ReleaseByline.objects.filter(release__in=keys),
            F("release_id"),
            position="position",
            role="role",
            id="author_id",
            name="author__name",
            slug="author__slug",
        ),
        _arm(
            "tag",
            ReleaseTag.objects.filter(release__in=keys),
            F("release_id"),
            id="tag_id",
            name="tag__name",
            slug="tag__slug",
        ),
        _arm(
            "correction",
            Correction.objects.filter(article__in=articles),
            F("article_id"),
            **_same("id article_id kind text at"),
        ),
        _arm("photo", Photo.objects.filter(pk__in=photos), Value(0), **_same(_PHOTO)),
        _arm("recording", Recording.objects.filter(pk__in=recordings), Value(0), **_same(_RECORDING)),
    )
    names = [*(f"article-{key}" for key in articles), *(f"photo-{key}" for key in photos)]
    names += [f"recording-{key}" for key in recordings]
    found = defaultdict(list)
    for kind, owner, said in first.union(*others, all=True).naming(*names):
        found[kind, owner].append(said)
    return found


def _arm(kind, rows, owner, /, **fields):
    return rows.order_by().values_list(Value(kind), Cast(owner, BigIntegerField()), JSONObject(**fields))


def _same(names):
    return {name: name for name in names.split()}


def _row(model, said):
    """The row as if it had been loaded by itself: a kept page notes its name."""
    fields = [field for field in model._meta.concrete_fields if field.attname in said]
    values = [_read(field, said[field.attname]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _read(field, value):
    """A value of a row, out of JSON as either database writes it."""
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, DateTimeField):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return field.to_python(value)


def _credit(said):
    return Credit(_row(Author, said), said["role"], str(Role(said["role"]).label))


def _in_time(corrections):
    return sorted(corrections, key=lambda correction: (correction.at, correction.pk))
