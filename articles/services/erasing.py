"""Deleting for good: what is in the trash goes with all that belongs to it, and its links answer "gone"."""

from django.db import transaction

from articles import access
from articles.models import (
    Address,
    Article,
    Correction,
    Edition,
    ErasedAddress,
    Erasure,
    ErrorReport,
    Presence,
    RelatedPick,
    Release,
)
from articles.models.uses import Use
from articles.refusals import Refused
from articles.services.working import lock
from newsroom import clock
from newsroom.audit import record
from newsroom.models import User
from newsroom.purges import purge

UNTITLED = "untitled"  # what is typed for a story that has no headline
_NOT_SAID = (Address, Presence, RelatedPick, Use)  # what belongs to an article that nobody wrote


class OtherHeadlineError(Refused):
    """What was typed is not the headline of the article."""


def words_to_type(article: Article) -> str:
    """Return what somebody types to say that they mean this article; runs of spaces count as one."""
    return _tidy(article.headline) or UNTITLED


def what_goes_with(article: Article) -> dict[str, int]:
    """Count what was written about ``article`` and goes with it, by its name; readers' comments too."""
    counts = {}
    for relation in Article._meta.related_objects:
        if not issubclass(relation.related_model, _NOT_SAID):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: article})
            counts[str(relation.related_model._meta.verbose_name_plural)] = rows.count()
    return {name: count for name, count in sorted(counts.items()) if count}


@transaction.atomic
def erase_article(article: Article, *, by: User, headline: str) -> dict[str, int]:
    """Delete an article that is in the trash, and all that belongs to it, for good; return what went.

    Photos stay. Addresses that readers have seen answer "gone" from now on. Of ``by``, a superuser, it asks
    the headline once more (``words_to_type``). Raises Refused, OtherHeadlineError for another headline.
    """
    try:
        lock(article)
    except Article.DoesNotExist:
        raise Refused("Somebody else has deleted this story for good already.") from None
    if not access.may_erase(by):
        raise Refused("Only a superuser deletes a story for good.")
    if not article.trashed_at:
        raise Refused("This story is not in the trash. Move it there first.")
    if _tidy(headline) != words_to_type(article):
        raise OtherHeadlineError("That is not the headline. Type it as it stands above.")
    gone = what_goes_with(article)
    record("deleted for good", article, by=by, before={"headline": article.headline, "went with it": gone})
    _leave_tombstone(article, by)
    _delete(article)
    return gone


def _tidy(words):
    return " ".join(words.split())


def _leave_tombstone(article, by):
    """The triggers let the frozen rows go where it stands, and kept copies of its pages are old."""
    erasure = Erasure.objects.create(article_key=article.pk, by=by, at=clock.database_now())
    seen = Release.timeline.filter(article=article).order_by().values_list("day", "slug").distinct()
    addresses = [ErasedAddress(erasure=erasure, day=day, slug=slug) for day, slug in seen]
    ErasedAddress.objects.bulk_create(addresses, ignore_conflicts=True)
    names = [f"address-{row.day:%Y-%m-%d}-{row.slug}" for row in addresses]
    purge(f"article-{article.pk}", *names)


def _delete(article):
    """First what protects the article, and what leans on that before; the rest goes with it."""
    for rows in (ErrorReport.objects, Correction.objects, Release.timeline, Edition.objects, Address.objects):
        rows.filter(article=article).delete()
    Article.objects.filter(pk=article.pk).delete()
