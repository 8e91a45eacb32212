"""A discussion as a page shows it: threads in a chosen order, three deep and then flat.

Every page is two queries however long the discussion is: one finds the article and the keys of what stands
on the page, one reads those comments. Pages follow each other by key: whatever is posted meanwhile, nothing
is skipped or shown twice by time; by likes as long as the ranks are not copied anew (``comments.ranks``).
"""

import json
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from articles.cursors import cursor_of, read_cursor
from articles.models import Release
from comments.models import Comment
from comments.openings import (
    REPLIES_PER_PAGE,
    REPLIES_PER_ROOT,
    ROOTS_PER_PAGE,
    Sort,
    first_looks,
    place_of,
    thread_looks,
)
from comments.policies import take_terms, with_terms
from comments.tallies import Tally, tally_of
from newsroom.fields import BIGGEST_PK
from newsroom.json_rows import JSONRows, moment_in

NEW_PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One comment in its place."""

    comment: Comment
    level: int  # 0 opens the thread, 1 answers it, 2 is everything deeper
    answers: Comment | None = None  # said where the place alone does not tell
    answers_earlier: bool = False  # what it answers is on another page


@dataclass(frozen=True)
class Thread:
    root: Comment
    lines: list[Line]  # the root's own first
    number: int = 0  # of its replies
    left: int = 0  # of these, how many are not on this page

    @property
    def replies(self) -> list[Line]:
        return self.lines[1:]


@dataclass(frozen=True)
class Discussion:
    release: Release  # with ``comments_open``
    sort: Sort
    point: str  # the public id of the key point that it is about, or ""
    is_first: bool
    threads: list[Thread]
    answers: list[Comment]  # the newsroom's, on the first page
    has_picks: bool
    tally: Tally
    next_after: str  # the place from which more follows, or ""
    newest: str  # the place of what appeared last, or ""

    @property
    def article_id(self) -> int:
        return self.release.article_id

    @property
    def count(self) -> int:
        return self.tally.published

    @property
    def is_flat(self) -> bool:
        """Whether each comment stands alone, away from its thread."""
        return self.sort == Sort.PICKS


def discussion(
    article_id: int, *, sort: Sort = Sort.OLDEST, after: str = "", point: str = ""
) -> Discussion | None:
    """Return one page of the discussion under an article that readers can see, else None: two queries.

    ``after`` is the ``next_after`` of the page before. ``point`` leaves what was said about that key point,
    oldest first. Raises UnknownPlaceError.
    """
    name = f"likes-{article_id}" if sort == Sort.LIKED else ""
    release = _release(article_id, name, **first_looks(article_id, sort, after, point))
    if release is None:
        return None
    found = [(pk, rank, number, _keys(first)) for pk, rank, number, first in release.openings or []]
    page, is_more = found[:ROOTS_PER_PAGE], len(found) > ROOTS_PER_PAGE
    answers = [] if after else [pk for (pk,) in release.answers or []]
    rows = _rows(article_id, [*answers, *(key for pk, _, _, first in page for key in (pk, *first))])
    is_flat = sort == Sort.PICKS
    threads = [_thread(rows, *opening, is_flat=is_flat) for opening in page if opening[0] in rows]
    return Discussion(
        release=release,
        sort=sort,
        point=point,
        is_first=not after,
        threads=threads,
        answers=[rows[pk] for pk in answers if pk in rows and rows[pk].is_published],
        has_picks=bool(release.pick),
        tally=tally_of(release.tally or []),
        next_after=place_of(sort, *page[-1][:2]) if is_more else "",
        newest="".join(cursor_of(moment_in(moment), pk) for moment, pk in release.newest or []),
    )


def _release(article_id, name="", **found):
    """The article that readers can see, with what was ``found`` of its discussion, or None."""
    if article_id > BIGGEST_PK:
        return None
    releases = Release.objects.of_article(article_id).naming(*filter(None, [name]))
    fields = ("article", "day", "slug", "headline", "key_points", "published_at")
    releases = with_terms(releases.with_comments_open().only(*fields), article_id)
    release = releases.annotate(**found).first()
    if release:
        take_terms(release)
    return release


def _rows(article_id, keys):
    found = Comment.objects.naming(f"thread-{article_id}").filter(pk__in=keys).for_pages()
    return {comment.pk: comment for comment in found}


def _keys(rows):
    """The keys in a list of rows that SQLite may have handed on as text."""
    return [key for (key,) in (json.loads(rows) if isinstance(rows, str) else rows or [])]


def _thread(rows, pk, _rank, number, first, *, is_flat):
    root, replies = rows[pk], [] if is_flat else [rows[key] for key in first if key in rows]
    if is_flat:
        return Thread(root, [Line(root, 0, answers_earlier=root.parent_id is not None)])
    here = sum(reply.is_published for reply in replies)
    return Thread(root, lay_out(root, replies), number, number - here)


@dataclass(frozen=True)
class ThreadPage:
    release: Release
    root: Comment
    lines: list[Line]
    is_continued: bool
    next_after: int | None


def thread_page(article_id: int, root_id: int, *, after: int = 0) -> ThreadPage | None:
    """Return one thread with its replies after ``after``, in two queries; None if it does not show."""
    release = _release(article_id, **thread_looks(article_id, root_id, after))
    if release is None or not release.root:
        return None
    keys = [pk for (pk,) in release.replies or []]
    page, is_more = keys[:REPLIES_PER_PAGE], len(keys) > REPLIES_PER_PAGE
    rows = _rows(article_id, [root_id, *page])
    root = rows.pop(root_id)
    lines, next_after = lay_out(root, [*rows.values()]), page[-1] if is_more else None
    return ThreadPage(release, root, lines, after > 0, next_after)


@dataclass(frozen=True)
class NewPage:
    release: Release
    lines: list[Line]
    is_more: bool
    newest: str  # the place from which to look next time


def new_page(article_id: int, *, after: str) -> NewPage | None:
    """Return what appeared after the place ``after`` (a ``newest``), oldest first; None without an article.

    Places are moments of appearance, so that what was held for a day is new when it shows. Two queries.
    Raises UnknownCursorError.
    """
    moment, pk = read_cursor(after)
    said = Comment.objects.filter(article_id=article_id).by_appearance()
    later = said.filter(Q(decided_at__gt=moment) | Q(pk__gt=pk), decided_at__gte=moment)
    release = _release(
        article_id, later=JSONRows(later.values_list("id", "decided_at")[: NEW_PER_PAGE + 1], "id")
    )
    if release is None:
        return None
    keys = [key for (key,) in release.later or []]
    rows = _rows(article_id, keys[:NEW_PER_PAGE])
    shown = [rows[key] for key in keys if key in rows]
    lines = [Line(comment, 0, answers_earlier=comment.parent_id is not None) for comment in shown]
    newest = cursor_of(shown[-1].decided_at, shown[-1].pk) if shown else after
    return NewPage(release, lines, len(keys) > NEW_PER_PAGE, newest)


def lay_out(root: Comment, replies: list[Comment]) -> list[Line]:
    """Put a thread in reading order: each answer to its root opens a branch, all deeper ones follow by time.

    ``replies`` come oldest first; one whose parent is not among them opens a branch of its own.
    """
    by_pk = {reply.pk: reply for reply in replies}
    branch_of, branches = {}, {}
    for reply in replies:
        branch = branch_of.setdefault(reply.pk, branch_of.get(reply.parent_id, reply.pk))
        branches.setdefault(branch, []).append(reply)
    lines = [Line(root, 0)]
    for opening, *answers in branches.values():
        lines.append(Line(opening, 1, answers_earlier=opening.parent_id != root.pk))
        for answer in answers:
            parent = None if answer.parent_id == opening.pk else by_pk[answer.parent_id]
            lines.append(Line(answer, 2, answers=parent))
    return lines


def address_of(comment: Comment, article_url: str) -> str:
    """Return where a comment that shows can be read, oldest first: on the article's page, the page of the
    discussion that its thread opens, or, behind the first replies, on its thread's own.
    """
    said = Comment.objects.under(comment.article_id)
    root_id = comment.root_id or comment.pk
    before = said.replies().filter(root=root_id, pk__lte=comment.pk)[: REPLIES_PER_PAGE + 1].count()
    if before > REPLIES_PER_ROOT:
        page = reverse("comments:thread", args=[comment.article_id, root_id])
        start = f"?after={comment.pk - 1}" if before > REPLIES_PER_PAGE else ""
        return f"{page}{start}#{comment.anchor}"
    if said.roots().filter(pk__lte=root_id)[: ROOTS_PER_PAGE + 1].count() <= ROOTS_PER_PAGE:
        return f"{article_url}#{comment.anchor}"
    page = reverse("comments:discussion", args=[comment.article_id])
    return f"{page}?after={root_id - 1}#{comment.anchor}"
