"""The line of one article: what is live, what comes next, and when it ends.

There is at most one scheduled release and at most one scheduled withdrawal; both are written ahead in the
two columns of a release, so they are read back from there.
"""

from dataclasses import dataclass
from datetime import datetime

from articles.models import OPEN_END, Article, Release
from newsroom import clock


@dataclass(frozen=True)
class Line:
    live: Release | None
    coming: Release | None  # the scheduled first publication or update
    ending: Release | None  # the one that the scheduled withdrawal ends

    @property
    def withdrawal_at(self) -> datetime | None:
        return self.ending and self.ending.live_until

    @property
    def withdrawal_reason(self) -> str:
        return self.ending.withdrawal_reason if self.ending else ""

    @property
    def is_scheduled(self) -> bool:
        return bool(self.coming or self.withdrawal_at)


def line_of(article: Article, at: datetime | None = None) -> Line:
    """Return what is ahead of ``article`` as seen at ``at`` (default now), in three queries at most."""
    at = at or clock.now()
    ahead = list(
        Release.timeline.filter(article=article, live_until__gt=at)
        .order_by("live_from")
        .select_related("edition")
        .defer("body", "edition__data")
        .prefetch_related("bylines", "release_tags")
    )
    live = ahead[0] if ahead and ahead[0].live_from <= at else None
    coming = next((release for release in ahead if release.live_from > at), None)
    return Line(live, coming, _first_to_end(ahead))


def _first_to_end(ahead):
    """The first end at which no release starts: the latest end would miss a withdrawal before a return."""
    starts = {release.live_from for release in ahead}
    ending = (release for release in ahead if release.live_until not in starts)
    return next((release for release in ending if release.live_until != OPEN_END), None)
