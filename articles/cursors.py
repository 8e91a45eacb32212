"""Pages by key: ``?before=<moment>-<id>`` names the story after which a page begins.

A new story shifts nobody's page, and the last page costs what the first does.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Q, Subquery

from articles.models import Release
from newsroom.kept import Words

_CURSOR = re.compile(r"([0-9]{8}T[0-9]{12})-([1-9][0-9]{0,17})", re.ASCII)
_MOMENT = "%Y%m%dT%H%M%S%f"


class UnknownCursorError(ValueError):
    """A cursor that this paper never printed."""


@dataclass(frozen=True)
class Stretch:
    """One page of a list, newest first.

    ``older`` is the cursor of the next page, or "" at the end; ``newer`` that of the page before, or "" where
    that is the first.
    """

    releases: list[Release]
    older: str
    newer: str = ""

    @property
    def rows(self) -> list:
        """The same, where the list is not one of stories."""
        return self.releases


def cut_stretch(releases: Words, *, before: str, size: int, dated: str = "published_at") -> Stretch:
    """Return ``size`` of ``releases``, newest first, from after the cursor ``before`` on ("": the newest).

    ``dated`` is the field that they are in order of. Raises UnknownCursorError when ``before`` is no cursor.
    """
    if before:
        moment, pk = read_cursor(before)
        releases = _with_newer(releases, moment, pk, size)
    rows = list(releases[: size + 1])
    older = cursor_of(getattr(rows[size - 1], dated), rows[size - 1].pk) if len(rows) > size else ""
    newer = cursor_of(rows[0].newer_at, rows[0].newer_pk) if before and rows and rows[0].newer_at else ""
    return Stretch(rows[:size], older, newer)


def after(rows: Words, moment: datetime, pk: int) -> Words:
    """Return what follows the row ``pk`` of ``moment`` in a list, by the very columns that it is ordered by.

    Those of an author's or a tag's list are in the through table, and so is the index.
    """
    at, key = _columns(rows)
    return rows.filter(Q(**{f"{at}__lt": moment}) | Q(**{f"{key}__lt": pk}), **{f"{at}__lte": moment})


def up_from(rows: Words, moment: datetime, pk: int) -> Words:
    """Return the row ``pk`` of ``moment`` and what precedes it in a list, the nearest first."""
    at, key = _columns(rows)
    return rows.filter(
        Q(**{f"{at}__gt": moment}) | Q(**{f"{key}__gte": pk}), **{f"{at}__gte": moment}
    ).reverse()


def _columns(rows):
    return [name.removeprefix("-") for name in rows.query.order_by or rows.model._meta.ordering]


def _with_newer(rows, moment, pk, size):
    """What follows the cursor, each row with the cursor of the page before, ``size`` rows up: one query."""
    at, key = _columns(rows)
    up = up_from(rows, moment, pk).annotate(newer_at=F(at), newer_pk=F(key))
    return after(rows, moment, pk).annotate(
        newer_at=Subquery(up.values("newer_at")[size : size + 1]),
        newer_pk=Subquery(up.values("newer_pk")[size : size + 1]),
    )


def cursor_of(moment: datetime, pk: int) -> str:
    """Return what names the row ``pk`` of ``moment`` in an address."""
    return f"{moment.astimezone(UTC).strftime(_MOMENT)}-{pk}"


def read_cursor(text: str) -> tuple[datetime, int]:
    """Return moment and key; raises UnknownCursorError."""
    match = _CURSOR.fullmatch(text)
    if not match:
        raise UnknownCursorError(text[:40])
    try:
        moment = datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise UnknownCursorError(text) from error
    return moment, int(match[2])
