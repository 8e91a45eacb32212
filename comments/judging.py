"""Judge one comment: gather its case in few queries, run the rules over it, say what becomes of it."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Lower

from articles.models import Article, Author
from comments.akismet import is_asked
from comments.cases import Case, Outcome, Record, Terms, Verdict
from comments.learned import learned_model
from comments.models import Ban, Comment, Commenter, SpamModel
from comments.rules import RULES
from newsroom.models import User

log = logging.getLogger(__name__)

LATELY = timedelta(days=30)
OFFICES = ("Newsroom", "Editor", "The editors", "Moderator", "Administrator", "Admin", "Staff")
STATES = {
    Outcome.HOLD: Comment.State.HELD,
    Outcome.NUDGE: Comment.State.HELD,
    Outcome.SPAM: Comment.State.SPAM,
    Outcome.REJECT: Comment.State.REJECTED,
}
REFUSED = (Comment.State.REJECTED, Comment.State.SPAM)
Said = list[tuple[str, Verdict]]


def judge(case: Case, rules=RULES) -> Said:
    """Return what each rule that spoke said, in order; one that fails holds the comment and is named."""
    if case.record.is_staff and not case.is_origin_unknown:
        return []
    said = []
    for rule in rules:
        try:
            verdict = rule(case)
        except Exception:
            log.exception("The rule %s failed", rule.__name__)
            verdict = Verdict(Outcome.HOLD, "checker_failed", rule.__name__)
        if verdict:
            said.append((rule.__name__, verdict))
    return said


def state_after(said: Said) -> tuple[str, str]:
    """Return the state and the reason that these verdicts lead to; published where nothing was said."""
    if not said:
        return Comment.State.PUBLISHED, ""
    _, first = said[0]
    return STATES[first.outcome], first.code


def as_stored(said: Said) -> list[dict]:
    """Return verdicts as ``Comment.verdicts`` keeps them."""
    return [
        {"rule": rule, "outcome": verdict.outcome, "code": verdict.code, "evidence": verdict.evidence[:300]}
        for rule, verdict in said
    ]


def gather(comment: Comment, *, terms: Terms, now: datetime, **request_facts: bool) -> Case:
    """Return the case of ``comment``, stored or not, in two queries however much was said before.

    ``request_facts`` are what only the request tells: is_origin_unknown, is_too_quick. Where more was said
    lately than the terms allow, the case's terms are those of a flood that begins now.
    """
    facts = _facts(comment, terms, now)
    nth_last_at = facts.pop("nth_last_at")
    if (
        not terms.is_flooded(now)
        and nth_last_at
        and nth_last_at > now - timedelta(minutes=terms.flood_minutes)
    ):
        terms = replace(terms, flooded_until=now + timedelta(minutes=terms.flood_hold_minutes))
    counted = {name: facts.pop(name) or 0 for name in ("approved", "decided_lately", "refused_lately")}
    is_staff, is_proved = bool(comment.badge), comment.commenter_id is not None
    return Case(
        text=comment.text,
        name=comment.name,
        html=comment.html,
        email=comment.email,
        now=now,
        terms=terms,
        record=Record(is_proved, is_staff, **counted),
        is_borrowed=facts.pop("is_known") and not is_proved,
        awaits_check=is_asked(),
        learned=learned_model(facts.pop("learned_at")),
        staff_names=() if is_staff else staff_names(),
        **facts,
        **request_facts,
    )


def _facts(comment, terms, now):
    """All that the database knows for the case, as one row."""
    who = {"sender": comment.sender, "commenter_id": comment.commenter_id}
    email = comment.email
    said = Comment.objects.exclude(pk=comment.pk or 0)
    own = said.by(**who).order_by("-created_at")  # not by key: that would be read through from its end
    theirs = said.by(commenter_id=comment.commenter_id).order_by()
    lately = theirs.filter(decided_by__isnull=False, decided_at__gte=now - LATELY)
    known = Exists(Commenter.objects.with_email(email)) | Exists(
        User.objects.alias(lowered=Lower("email")).filter(lowered=Lower(Value(email)))
    )
    nth = terms.flood_comments
    here = (said.filter(article=OuterRef("pk")) if nth else said.none()).order_by("-created_at")
    row = (
        Article.objects.filter(pk=comment.article_id)
        .order_by()
        .values("pk")
        .annotate(
            ban=Subquery(Ban.objects.in_force(now).of(email=email, **who).values("reason")[:1]),
            is_known=known,
            learned_at=Subquery(SpamModel.objects.values("made_at")[:1]),
            repeats=Subquery(own.filter(text=comment.text).values("pk")[:1]),
            last_at=Subquery(own.filter(article=comment.article_id).values("created_at")[:1]),
            nth_last_at=Subquery(here.values("created_at")[max(0, nth - 1) : max(1, nth)]),
            approved=_count(theirs.published()),
            decided_lately=_count(lately),
            refused_lately=_count(lately.filter(state__in=REFUSED)),
        )
    )
    facts = row.get()
    del facts["pk"]
    return facts


def _count(comments):
    return Subquery(comments.values("commenter").annotate(n=Count("pk")).values("n"))


def staff_names() -> tuple[str, ...]:
    """Return what those are called whom nobody else should seem to be: people, the paper, who works there."""
    staff = User.objects.filter(is_staff=True).exclude(name="").order_by().values_list("name", flat=True)
    people = staff.union(Author.objects.order_by().values_list("name", flat=True))
    return (*people, settings.SITE_NAME, *OFFICES)
