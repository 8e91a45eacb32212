"""Two people saved one story: both texts go into its history, before anything is decided."""

from django.db import transaction

from articles import editions
from articles.models import Article
from articles.services.working import keep, lock
from newsroom import clock
from newsroom.models import User


@transaction.atomic
def keep_both(article: Article, mine: dict, *, by: User) -> None:
    """Keep the stored text and ``mine``, the snapshot of a text that was refused, as editions.

    The working text stays as it is. A text that stands in the history already is not kept again.
    """
    lock(article)
    stored = editions.digest(editions.snapshot(article))
    if not article.editions.filter(digest=stored).exists():
        keep(article, by=article.changed_by, note=f"Before a text of {by} was merged into it")
    digest = editions.digest(mine)
    if article.editions.filter(digest=digest).exists():
        return
    latest = article.editions.first()
    article.editions.create(
        number=latest.number + 1,
        data=mine,
        digest=digest,
        by=by,
        at=clock.database_now(),
        note="Written at the same time, not yet merged",
    )
