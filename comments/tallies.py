"""The public ledger of a discussion: how much is published, how much was removed and why.

Every number is a count of rows; none is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from comments.models import Comment

State, Removal = Comment.State, Comment.Removal


@dataclass(frozen=True)
class Tally:
    published: int = 0
    removed: dict[str, int] = field(default_factory=dict)  # by Comment.Removal, in its order
    taken_back: int = 0  # by their authors
    points: dict[str, int] = field(default_factory=dict)  # published, by the key point that they are about

    @property
    def all_removed(self) -> int:
        return sum(self.removed.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why, in words, with how many."""
        return [(Removal(removal).label.lower(), number) for removal, number in self.removed.items()]


def is_counted(*states: str) -> bool:
    """Whether a comment that went through these ``states`` is, or was, in a number of the ledger."""
    return set(states) != {State.HELD}


def tally_of(rows: Iterable) -> Tally:
    """Make it of the rows of ``CommentQuerySet.tallied``. What waits for a decision is in no number."""
    published, taken_back, removed, points = 0, 0, dict.fromkeys(Removal.values, 0), {}
    for kind, about, number in rows:
        if kind == State.PUBLISHED:
            published = number
        elif kind == State.DELETED:
            taken_back += number
        elif kind == "point":
            points[str(UUID(about))] = number
        else:
            removed[Removal.SPAM if kind == State.SPAM else about or Removal.OTHER] += number
    return Tally(
        published, {removal: number for removal, number in removed.items() if number}, taken_back, points
    )
