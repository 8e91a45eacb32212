"""What would have become of the last comments under another policy: tried before it is saved."""

from dataclasses import dataclass, replace

from django.db.models import Count

from comments.cases import Case, Record
from comments.judging import judge, staff_names, state_after
from comments.learned import learned_model
from comments.models import Comment, Policy, SpamModel
from comments.policies import TERMS, terms_over
from newsroom.clock import now

LAST = 200


@dataclass(frozen=True)
class Flip:
    comment: Comment
    before: str
    after: str
    reason: str  # the code that decides after, or before where nothing does after
    evidence: str


def replay(changed: Policy, *, last: int = LAST) -> tuple[int, list[Flip]]:
    """Return how many comments were tried, and those that would stand elsewhere with ``changed`` as a row.

    ``changed`` is the paper's row or an article's, unsaved. Judged anew are the words, the name, the links
    and the author's record of today; what only the request told then (how quick, from where) is left out. A
    few queries, however many comments.
    """
    said = Comment.objects.exclude(state=Comment.State.DELETED)
    said = said.filter(article=changed.article_id) if changed.article_id else said
    comments = list(said.order_by("-pk")[:last])
    articles = {comment.article_id for comment in comments}
    rows = {row.article_id: row for row in Policy.objects.filter(article__in=articles)}
    rows |= {None: Policy.objects.filter(article=None).first()}
    cases, flips = _cases(comments), []
    for comment, case in zip(comments, cases, strict=True):
        before, after = (
            judge(replace(case, terms=_terms(known.get(None), known.get(comment.article_id))))
            for known in (rows, rows | {changed.article_id: changed})
        )
        was, becomes = state_after(before)[0], state_after(after)[0]
        if was != becomes:
            decides = (after or before)[0][1]
            flips.append(Flip(comment, was, becomes, decides.code, decides.evidence))
    return len(comments), flips


def _terms(*rows):
    laid = [[getattr(row, name) for name in TERMS] for row in rows if row]
    return replace(terms_over(laid), flooded_until=None)


def _cases(comments):
    authors = {comment.commenter_id for comment in comments} - {None}
    published = Comment.objects.published().filter(commenter__in=authors).order_by()
    approved = dict(published.values_list("commenter").annotate(number=Count("pk")))
    learned = learned_model(SpamModel.objects.values_list("made_at", flat=True).first())
    names = staff_names()
    for comment in comments:
        others = approved.get(comment.commenter_id, 0) - comment.is_published
        record = Record(
            is_proved=comment.commenter_id is not None, is_staff=bool(comment.badge), approved=max(0, others)
        )
        yield Case(
            text=comment.text,
            name=comment.name,
            html=comment.html,
            now=now(),
            record=record,
            learned=learned,
            staff_names=() if comment.badge else names,
        )
