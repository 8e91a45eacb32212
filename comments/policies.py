"""The terms of a discussion: the article's own policy, over the paper's, over the house's defaults."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from django.db.models import BigIntegerField
from django.utils.timezone import localdate

from comments.cases import Mode, Terms
from comments.models import Policy
from newsroom import clock
from newsroom.json_rows import PreparedRows, Slot, moment_in
from newsroom.kept import Words

TERMS = tuple(field.name for field in fields(Terms))
_POLICIES = PreparedRows(
    lambda: Policy.objects.for_article(Slot("article", BigIntegerField())).values_list(*TERMS), *TERMS
)


def terms_of(article_id: int) -> Terms:
    """Return what holds for one article, in one query; a kept page that asks is purged when it changes."""
    return terms_over(Policy.objects.for_article(article_id).values_list(*TERMS))


def with_terms(rows: Words, article_id: int) -> Words:
    """Annotate rows of the article ``article_id`` with its policies, for ``take_terms``: no further query."""
    named = rows.naming("comment-policy", f"thread-{article_id}")
    return named.annotate(policy_rows=_POLICIES.given(article=article_id))


def take_terms(release) -> None:
    """Let a release that ``with_terms`` annotated have its ``terms``, and be closed where they say so."""
    release.terms = terms_over(release.policy_rows or ())
    is_over = release.terms.is_over(release.day, localdate(clock.now()))
    release.comments_open = release.comments_open and release.terms.mode != Mode.CLOSED and not is_over


def terms_over(rows: Iterable[Sequence]) -> Terms:
    """Return the house's defaults with rows of TERMS laid over them, the last on top."""
    terms = Terms()
    for row in rows:
        own = {name: value for name, value in zip(TERMS, row, strict=True) if value is not None}
        terms = replace(terms, **own)
    if isinstance(terms.flooded_until, str):
        terms = replace(terms, flooded_until=moment_in(terms.flooded_until))
    return terms
