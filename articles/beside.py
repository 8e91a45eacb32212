"""What stands beside a story: the parts of its series before and after it, and what to read next."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.cursors import after, up_from
from articles.models import Release, ReleaseTag, Type

MOST = 4  # related stories, unless the desk picked more
_TAGS = 5  # of a story that are looked at


@dataclass(frozen=True)
class Beside:
    earlier: Release | None
    later: Release | None
    related: list[Release]


def stories_beside(release: Release, tags: list) -> Beside:
    """Return what stands beside ``release``, which bears ``tags``: one query.

    Related are those that the desk picked, in its order, then the nearest by shared topics, then the newest
    of the section. What was paid for is among them only by the desk's own hand.
    """
    tags = tags[:_TAGS]
    lists = [*_parts(release), *_alike(release, tags)]
    chosen = Release.objects.of_articles(release.related).order_by().values("pk")
    chosen = chosen.union(*(_rows(found) for found in lists))
    found = Release.objects.filter(pk__in=chosen).select_related("section")
    found = found.defer("body").annotate(shared=_shared_tags(tags)).naming(*_names(release, tags))
    rows = [row for row in found if row.article_id != release.article_id]
    earlier, later = _neighbours(release, rows)
    return Beside(earlier, later, _related(release, [row for row in rows if row not in (earlier, later)]))


def _parts(release):
    if not release.series_id:
        return []
    parts = Release.objects.in_series(release.series).exclude(article=release.article_id)
    here = (release.published_at, release.pk)
    return [after(parts, *here)[:1], up_from(parts, *here)[:1]]


def _alike(release, tags):
    lists = [*(Release.objects.tagged(tag) for tag in tags), Release.objects.in_section(release.section)]
    return [
        found.exclude(article=release.article_id).exclude(type=Type.SPONSORED)[: MOST + 2] for found in lists
    ]


def _rows(found):
    """A list cut to its length, as a part of a union: SQLite cuts none itself."""
    return Release.objects.order_by().filter(pk__in=found.values("pk")).values("pk")


def _shared_tags(tags):
    through = ReleaseTag.objects.filter(release=OuterRef("pk"), tag__in=tags).order_by()
    counted = through.values("release").annotate(shared=Count("pk")).values("shared")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _names(release, tags):
    yield from (f"article-{key}" for key in release.related)
    yield from (f"tag-{tag.pk}" for tag in tags)
    yield f"section-{release.section_id}"
    if release.series_id:
        yield f"series-{release.series_id}"


def _neighbours(release, rows):
    parts = [row for row in rows if release.series_id and row.series_id == release.series_id]
    parts.sort(key=_order)
    earlier = [row for row in parts if _order(row) < _order(release)]
    return earlier[-1] if earlier else None, next((row for row in parts if row not in earlier), None)


def _order(row):
    return row.published_at, row.pk


def _related(release, rows):
    picked = [row for row in rows if row.article_id in release.related]
    picked.sort(key=lambda row: release.related.index(row.article_id))
    others = [row for row in rows if row not in picked and row.type != Type.SPONSORED]
    others.sort(key=lambda row: (row.shared, *_order(row)), reverse=True)
    return [*picked, *others[: max(0, MOST - len(picked))]]
