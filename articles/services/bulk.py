"""Changes that the desk makes to many stories at once, one story at a time."""

from collections.abc import Sequence

from django.db import transaction

from articles.models import Article, Section, Tag
from articles.refusals import Refused
from articles.services.working import keep, lock
from newsroom.audit import record
from newsroom.models import User


@transaction.atomic
def set_section(article: Article, *, section: Section, by: User | None) -> bool:
    """Move the working text to ``section`` and keep it as an edition; False when it stands there already.

    Readers see no change until it is published. Raises Refused for a story in the trash.
    """
    _hold(article)
    if article.section_id == section.pk:
        return False
    before = article.section and article.section.name
    article.section = section
    article.save(update_fields=["section"])
    keep(article, by=by, note=f"Section: {section}"[:300])
    record("set the section of", article, by=by, before={"section": before}, after={"section": section.name})
    return True


@transaction.atomic
def add_tags(article: Article, *, tags: Sequence[Tag], by: User | None) -> bool:
    """Add those of ``tags`` that the working text lacks, and keep it as an edition; False when it has all.

    Readers see no change until it is published. Raises Refused for a story in the trash, and for a tag that
    is gone.
    """
    _hold(article)
    if Tag.objects.filter(pk__in=[tag.pk for tag in tags]).count() < len(tags):
        raise Refused("Somebody has just merged or deleted one of the tags. Choose again.")
    before = list(article.tags.all())
    added = [tag for tag in tags if tag not in before]
    if not added:
        return False
    article.tags.add(*added)
    keep(article, by=by, note=f"Tags added: {', '.join(tag.name for tag in added)}"[:300])
    names = [[tag.name for tag in some] for some in (before, [*before, *added])]
    record("added tags to", article, by=by, before={"tags": names[0]}, after={"tags": names[1]})
    return True


def _hold(article):
    lock(article)
    if article.trashed_at:
        raise Refused("This article is in the trash. Recover it first.")
