"""WebSub (w3.org/TR/websub): telling a hub which feeds have changed, so that it tells their readers.

The setting WEBSUB_HUB names the hub; without it nothing here does anything.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from articles.models import Correction, Release, Type
from articles.wire import FORMATS
from newsroom.pings import queue_ping
from newsroom.site import absolute

_LAST = 2  # of an article's releases: the one that readers see, and the one before it


def hub() -> str:
    """Return the address of the hub, or "" when there is none."""
    return settings.WEBSUB_HUB


@task
def tell_hub(article_id: int) -> None:
    """Name every feed that the last change of the article has changed (task).

    Only what readers have seen is named, whatever was planned when the task was queued: a plan that was
    called off costs the hub one look at feeds that are as they were.
    """
    seen = Release.timeline.filter(
        article=article_id, live_from__lte=timezone.now(), article__is_hidden=False
    ).exclude(type=Type.SPONSORED)
    last = seen.order_by("-live_from").select_related("section__parent", "series")[:_LAST]
    if topics := _topics(last.prefetch_related("bylines__author", "release_tags__tag")):
        queue_ping(hub(), form={"hub.mode": "publish", "hub.url": topics})


def _topics(releases: Iterable[Release]) -> list[str]:
    """The addresses of every feed that shows one of ``releases``."""
    paths = set()
    for release in releases:
        subjects = [release.section, release.section.parent, release.series]
        subjects += [byline.author for byline in release.bylines.all()]
        subjects += [through.tag for through in release.release_tags.all()]
        paths |= {"/", *(subject.get_absolute_url() for subject in subjects if subject)}
        if Correction.objects.filter(article=release.article_id).exists():
            paths.add("/corrections/")
    return [absolute(path + end) for path in sorted(paths) for end in FORMATS.values()]
