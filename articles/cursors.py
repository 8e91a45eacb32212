"""Pages by key: ``?before=<moment>-<id>`` names the story after which a page begins.

A new story shifts nobody's page, and the last page costs what the first does.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from articles.models import Release
from articles.models.releases import ReleaseQuerySet

_CURSOR = re.compile(r"([0-9]{8}T[0-9]{12})-([1-9][0-9]{0,17})", re.ASCII)
_MOMENT = "%Y%m%dT%H%M%S%f"


class UnknownCursorError(ValueError):
    """A cursor that this paper never printed."""


@dataclass(frozen=True)
class Stretch:
    """One page of a list, newest first; ``older`` is the cursor of the next, or "" at the end."""

    releases: list[Release]
    older: str


def cut_stretch(releases: ReleaseQuerySet, *, before: str, size: int) -> Stretch:
    """Return ``size`` of ``releases``, newest first, from after the cursor ``before`` on ("": the newest).

    Raises UnknownCursorError when ``before`` is no cursor.
    """
    if before:
        moment, pk = _read_cursor(before)
        releases = releases.after(moment, pk)
    rows = list(releases[: size + 1])
    return Stretch(rows[:size], older=_cursor_of(rows[size - 1]) if len(rows) > size else "")


def _cursor_of(release):
    return f"{release.published_at.astimezone(UTC).strftime(_MOMENT)}-{release.pk}"


def _read_cursor(text):
    match = _CURSOR.fullmatch(text)
    if not match:
        raise UnknownCursorError(text[:40])
    try:
        moment = datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise UnknownCursorError(text) from error
    return moment, int(match[2])
