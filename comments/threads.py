"""A discussion as a page shows it: threads in the order of their opening, three deep and then flat."""

from dataclasses import dataclass

from django.db.models import Count, Subquery
from django.urls import reverse

from comments.models import Comment

ROOTS_PER_PAGE = 20
REPLIES_PER_ROOT = 5  # the rest is one link away, so that a page's weight does not follow its quarrels
REPLIES_PER_PAGE = 100  # on a thread's own page


@dataclass(frozen=True)
class Line:
    """One comment in its place."""

    comment: Comment
    level: int  # 0 opens the thread, 1 answers it, 2 is everything deeper
    answers: Comment | None = None  # said where the place alone does not tell
    answers_earlier: bool = False  # what it answers is on an earlier page


@dataclass(frozen=True)
class Thread:
    root: Comment
    lines: list[Line]
    left: int  # replies that are not on this page


@dataclass(frozen=True)
class Discussion:
    article_id: int
    threads: list[Thread]
    count: int
    next_after: int | None  # the last root here, when more follow


def discussion(article_id: int, *, after: int = 0) -> Discussion:
    """Return one page of the discussion under an article in two queries, however long it is."""
    said = Comment.objects.under(article_id)
    counted = said.published().order_by().values("article").annotate(count=Count("pk")).values("count")
    roots = list(said.roots().after(after).annotate(said=Subquery(counted))[: ROOTS_PER_PAGE + 1])
    page, is_more = roots[:ROOTS_PER_PAGE], len(roots) > ROOTS_PER_PAGE
    replies = said.first_of_each_thread([root.pk for root in page], REPLIES_PER_ROOT) if page else ()
    of_root = {}
    for reply in replies:
        of_root.setdefault(reply.root_id, []).append(reply)
    threads = [_thread(root, of_root.get(root.pk, [])) for root in page]
    count = (page[0].said or 0) if page else 0
    return Discussion(article_id, threads, count, page[-1].pk if is_more else None)


def _thread(root, replies):
    left = replies[0].in_thread - len(replies) if replies else 0
    return Thread(root, lay_out(root, replies), left)


@dataclass(frozen=True)
class ThreadPage:
    root: Comment
    lines: list[Line]
    is_continued: bool
    next_after: int | None


def thread_page(article_id: int, root_id: int, *, after: int = 0) -> ThreadPage | None:
    """Return one thread with its replies after ``after``, in two queries; None if it does not show."""
    said = Comment.objects.under(article_id)
    root = said.roots().filter(pk=root_id).first()
    if root is None:
        return None
    replies = list(said.replies().filter(root=root_id).after(after)[: REPLIES_PER_PAGE + 1])
    page, is_more = replies[:REPLIES_PER_PAGE], len(replies) > REPLIES_PER_PAGE
    return ThreadPage(root, lay_out(root, page), after > 0, page[-1].pk if is_more else None)


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
    """Return where a comment that shows can be read: on the article's page, or else on its thread's own."""
    said = Comment.objects.under(comment.article_id)
    root_id = comment.root_id or comment.pk
    before = said.replies().filter(root=root_id, pk__lte=comment.pk)[: REPLIES_PER_PAGE + 1].count()
    roots = said.roots().filter(pk__lte=root_id)[: ROOTS_PER_PAGE + 1].count()
    if roots <= ROOTS_PER_PAGE and before <= REPLIES_PER_ROOT:
        return f"{article_url}#{comment.anchor}"
    page = reverse("comments:thread", args=[comment.article_id, root_id])
    start = f"?after={comment.pk - 1}" if before > REPLIES_PER_PAGE else ""
    return f"{page}{start}#{comment.anchor}"
