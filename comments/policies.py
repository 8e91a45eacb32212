"""The terms of a discussion: the article's own policy, over the paper's, over the house's defaults."""

from dataclasses import fields, replace

from comments.cases import Terms
from comments.models import Policy

TERMS = tuple(field.name for field in fields(Terms))


def terms_of(article_id: int) -> Terms:
    """Return what holds for one article, in one query; a kept page that asks is purged when it changes."""
    terms = Terms()
    for row in Policy.objects.for_article(article_id):
        own = {name: getattr(row, name) for name in TERMS}
        terms = replace(terms, **{name: value for name, value in own.items() if value is not None})
    return terms
