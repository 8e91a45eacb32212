"""Which threads stand on a page of a discussion: the keys and numbers that its first query reads.

Their SQL is written once (``newsroom.json_rows.PreparedRows``): anew for each page it took longer than all
that the database does.
"""

import re
from enum import StrEnum
from functools import cache

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from comments.models import Comment
from newsroom.fields import BIGGEST_PK
from newsroom.json_rows import JSONRows, PreparedRows, Slot
from newsroom.kept import Words

ROOTS_PER_PAGE = 20
REPLIES_PER_ROOT = 5  # the rest is one link away, so that a page's weight does not follow its quarrels
REPLIES_PER_PAGE = 100  # on a thread's own page
ANSWERS = 5  # of the newsroom, on top
_CURSOR = re.compile(r"(?:([0-9]{1,9})-)?([0-9]{1,19})", re.ASCII)


class Sort(StrEnum):
    OLDEST, NEWEST, LIKED, PICKS = "oldest", "newest", "liked", "picks"


class UnknownPlaceError(ValueError):
    """A place in a discussion that no page of it ever named."""


_ARTICLE = Slot("article", BigIntegerField())
_PLACE, _RANK = Slot("place", BigIntegerField()), Slot("rank", BigIntegerField())
_AFTER, _POINT = Slot("after", BigIntegerField()), Slot("point", UUIDField())


def _said():
    return Comment.objects.filter(article_id=_ARTICLE)


_ANSWERS = PreparedRows(lambda: _said().answers().values_list("id")[:ANSWERS], "id")
_TALLY = PreparedRows(lambda: _said().tallied(), "kind", "about", "number")
_PICK = PreparedRows(lambda: _said().picks().values_list("id")[:1], "id")
_NEWEST = PreparedRows(
    lambda: _said().by_appearance().reverse().values_list("decided_at", "id")[:1], "decided_at", "id"
)

_ROOT = PreparedRows(lambda: _said().roots().filter(pk=_PLACE).values_list("id")[:1], "id")
_REPLIES = PreparedRows(
    lambda: _said().replies().filter(root=_PLACE).after(_AFTER).values_list("id")[: REPLIES_PER_PAGE + 1],
    "id",
)


@cache
def _openings(sort, is_first, has_point):
    """What opens the threads of a page: keys, each with how many replies it has and the first of these."""

    def build():
        openings = _said().picks() if sort == Sort.PICKS else _said().roots()
        if has_point:
            openings = openings.filter(key_point=_POINT)
        openings = in_order(openings, sort, *(() if is_first else (_PLACE, _RANK)))
        return _with_first_replies(openings[: ROOTS_PER_PAGE + 1])

    return PreparedRows(build, "id", "like_rank", "number", "first")


def first_looks(article_id: int, sort: Sort, after: str, point: str) -> dict[str, RawSQL]:
    """Return what the first query reads beside the article, as lists of rows by name; None or [] is none.

    ``openings`` of the page from behind the place ``after`` on: key, rank, how many replies, and the keys of
    the first of them. ``answers``: keys, on the first page alone. ``tally``: see ``CommentQuerySet.tallied``.
    ``pick``: the key of one. ``newest``: moment and key of what appeared last. Raises UnknownPlaceError.
    """
    place, rank = read_place(sort, after) if after else (0, 0)
    openings = _openings(sort, not after, bool(point))
    looks = {
        "openings": openings.given(article=article_id, place=place, rank=rank, point=point),
        "tally": _TALLY.given(article=article_id),
        "pick": _PICK.given(article=article_id),
        "newest": _NEWEST.given(article=article_id),
    }
    return looks if after else looks | {"answers": _ANSWERS.given(article=article_id)}


def thread_looks(article_id: int, root_id: int, after: int) -> dict[str, RawSQL]:
    """Return as ``first_looks`` what one thread's page reads: its ``root``'s key, and keys of ``replies``."""
    return {
        "root": _ROOT.given(article=article_id, place=root_id),
        "replies": _REPLIES.given(article=article_id, place=root_id, after=after),
    }


def read_place(sort: Sort, after: str) -> tuple[int, int]:
    """Return the key and, by likes, the rank behind which a page begins; raises UnknownPlaceError."""
    place = _CURSOR.fullmatch(after)
    if place is None or int(place[2]) > BIGGEST_PK or (sort == Sort.LIKED) != bool(place[1]):
        raise UnknownPlaceError(after[:40])
    return int(place[2]), int(place[1] or 0)


def in_order(openings: Words, sort: Sort, place=None, rank=None) -> Words:
    """Return ``openings`` in order, from behind the key ``place`` (by likes: of that ``rank``) on."""
    if sort == Sort.LIKED:
        openings = openings.order_by("-like_rank", "pk")
        if place is None:
            return openings
        return openings.filter(Q(like_rank__lt=rank) | Q(pk__gt=place), like_rank__lte=rank)
    if sort == Sort.OLDEST:
        return openings if place is None else openings.after(place)
    openings = openings.order_by("-pk")
    return openings if place is None else openings.filter(pk__lt=place)


def place_of(sort: Sort, pk: int, rank: int) -> str:
    """Return what names the place behind an opening in an address."""
    return f"{rank}-{pk}" if sort == Sort.LIKED else str(pk)


def _with_first_replies(openings):
    there = Comment.objects.filter(root=OuterRef("pk"))
    number = there.published().order_by().values("root").annotate(number=Count("*")).values("number")
    first = JSONRows(there.replies().values_list("id")[:REPLIES_PER_ROOT], "id")
    return openings.annotate(number=Coalesce(Subquery(number), 0), first=first).values_list(
        "id", "like_rank", "number", "first"
    )
