"""Search engines (IndexNow) and our feeds' hub (WebSub) are told as an article appears, changes or goes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from articles.hub import tell_hub
from articles.models import OPEN_END, Article, Release
from articles.models.releases import article_url
from articles.timeline import Line
from newsroom.pings import queue_indexnow

_NEW_FOR = timedelta(days=2)  # what appears with an older date was published elsewhere before


def queue_pings(article: Article, before: Line, after: Line, now: datetime) -> None:
    """Queue, in the transaction of the change, a word for now and for each moment that it plans.

    Nothing without INDEXNOW_KEY or WEBSUB_HUB, nor for old text that is brought in.
    """
    words = [tell_search_engines] if settings.INDEXNOW_KEY else []
    words += [tell_hub] if settings.WEBSUB_HUB else []
    if not words or _is_brought_in(before, after, now):
        return
    if (before.live and before.live.pk) != (after.live and after.live.pk):
        for word in words:
            word.enqueue(article_id=article.pk)
    ahead = {
        moment
        for release in filter(None, (after.live, after.coming))
        for moment in (release.live_from, release.live_until)
        if now < moment < OPEN_END
    }
    for moment in sorted(ahead):
        for word in words:
            word.using(run_after=moment).enqueue(article_id=article.pk)


def _is_brought_in(before, after, now):
    return not before.live and after.live and after.live.published_at < now - _NEW_FOR


@task
def tell_search_engines(article_id: int) -> None:
    """Name every address of the article that readers have seen by now (task).

    What is only planned, hidden from search engines or at home elsewhere is not named, whatever was planned
    when the task was queued.
    """
    seen = Release.timeline.filter(
        article=article_id, live_from__lte=timezone.now(), article__is_hidden=False, canonical_url=""
    )
    addresses = seen.order_by("day", "slug").values_list("day", "slug").distinct()
    if paths := [article_url(day, slug) for day, slug in addresses]:
        queue_indexnow(paths)
