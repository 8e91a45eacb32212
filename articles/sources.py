"""What a story stands on and points to, as lists: how they are stored, and how they read as plain data."""

from articles.models import Article, RelatedPick, Source

SOURCE = ("kind", "title", "url", "note")


def sources_of(article: Article) -> list[dict]:
    """The sources as plain data, in order: for snapshots, releases and pages."""
    return [{name: getattr(source, name) for name in SOURCE} for source in article.sources.all()]


def write_sources(article: Article, sources: list[dict]) -> None:
    """Make the sources exactly ``sources`` (kind, title, url, note), in order; nothing refers to a row."""
    article.sources.all().delete()
    Source.objects.bulk_create(
        Source(article=article, position=position, **source)
        for position, source in enumerate(sources, start=1)
    )
    _forget_prefetched(article, "sources")


def related_of(article: Article) -> list[int]:
    """The keys of the articles picked by hand, in order."""
    return [pick.other_id for pick in article.related_picks.all()]


def write_related(article: Article, keys: list[int]) -> None:
    """Make the stories picked by hand exactly those with ``keys``, in order; repeated ones count once."""
    stored = {pick.other_id: pick for pick in article.related_picks.all()}
    kept, added = [], []
    for position, key in enumerate(dict.fromkeys(keys), start=1):
        pick = stored.pop(key, None)
        if pick is None:
            added.append(RelatedPick(article=article, position=position, other_id=key))
        elif pick.position != position:
            pick.position = position
            kept.append(pick)
    article.related_picks.filter(pk__in=[pick.pk for pick in stored.values()]).delete()
    RelatedPick.objects.bulk_update(kept, ["position"])
    RelatedPick.objects.bulk_create(added)
    _forget_prefetched(article, "related_picks")


def _forget_prefetched(article, relation):
    getattr(article, "_prefetched_objects_cache", {}).pop(relation, None)
