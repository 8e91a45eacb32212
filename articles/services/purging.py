"""Which pages change when the line of an article does, and when."""

from datetime import datetime, timedelta

from articles.archives import month_name
from articles.models import OPEN_END, Article, Correction, Release
from articles.models.discussions import comments_end
from articles.timeline import Line
from newsroom.purges import purge

NEWS = "news"  # the list of the newest stories for news machines
NEWS_LASTS = timedelta(hours=48)


def names_of(release: Release) -> set[str]:
    """Return the names of every page and list that shows ``release``."""
    is_corrected = Correction.objects.filter(article=release.article_id).exists()
    return {
        *(["corrections"] if is_corrected else []),
        "front",
        *(f"section-{pk}" for pk in (release.section_id, release.top_section_id)),
        *([f"series-{release.series_id}"] if release.series_id else []),
        f"article-{release.article_id}",
        month_name(release.published_at),
        f"address-{release.day:%Y-%m-%d}-{release.slug}",
        *(f"author-{byline.author_id}" for byline in release.bylines.all()),
        *(f"tag-{through.tag_id}" for through in release.release_tags.all()),
    }


def purge_changes(before: Line, after: Line, now: datetime) -> None:
    """Purge, in the transaction of the change, what it changes now and what it will change at its hours."""
    if _shown(before) != _shown(after):
        purge(*_names(before.live), *_names(after.live))
    ahead = {}
    for release in filter(None, (after.live, after.coming)):
        for moment in (release.live_from, release.live_until):
            if now < moment < OPEN_END:
                ahead.setdefault(moment, set()).update(names_of(release))
        is_new = release.pk not in (before.live and before.live.pk, before.coming and before.coming.pk)
        if is_new and (old_at := release.published_at + NEWS_LASTS) > now:
            ahead.setdefault(old_at, set()).add(NEWS)
    for moment, names in sorted(ahead.items()):
        purge(*names, at=moment)


def purge_hiding(article: Article) -> None:
    """Purge every list when a live story is hidden from machines, or shown to them again."""
    for release in Release.objects.filter(article=article):
        purge(*names_of(release))


def purge_end_of_comments(article: Article, line: Line, now: datetime) -> None:
    """Purge the article's page for the moment at which its comments close by themselves."""
    ends = {comments_end(article, release.day) for release in (line.live, line.coming) if release}
    for end in ends:
        if end and end > now:
            purge(f"article-{article.pk}", at=end)


def _names(release):
    return names_of(release) if release else ()


def _shown(line):
    return line.live and line.live.pk
