"""The working text and its editions: nothing here reaches readers, but for the two switches."""

from django.db import transaction

from articles import editions
from articles.models import Article, Edition
from articles.refusals import Refused, Stale
from articles.timeline import line_of
from newsroom import clock
from newsroom.models import User
from newsroom.purges import purge


def lock(article: Article) -> None:
    """Bring ``article`` up to what is stored and hold its row until the transaction ends.

    SQLite needs no row lock: its transactions are IMMEDIATE, so that one writer is at work at a time.
    """
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def open_working_text(article: Article, *, version: int) -> None:
    """Lock ``article`` for a change that began at ``version``; belongs inside the change's transaction.

    Of several saves that began at one version exactly one gets through; the others raise Stale.
    """
    lock(article)
    if article.version != version:
        raise Stale(article)


@transaction.atomic
def note_working_text(article: Article, *, by: User | None) -> None:
    """After the working text was stored (autosave): a new version, if the text is another one."""
    lock(article)
    _note(article, editions.digest(editions.snapshot(article)), by)


@transaction.atomic
def keep(article: Article, *, by: User | None, note: str = "", substantive: bool = False) -> Edition:
    """Keep the stored working text as an edition; the latest one answers if it says the same already."""
    lock(article)
    data = editions.snapshot(article)
    digest = editions.digest(data)
    _note(article, digest, by)
    latest = article.editions.first()
    if latest and latest.digest == digest:
        return latest
    return article.editions.create(
        number=latest.number + 1 if latest else 1,
        data=data,
        digest=digest,
        by=by,
        at=clock.database_now(),
        note=note,
        is_substantive=substantive,
    )


def _note(article, digest, by):
    if article.digest == digest:
        return
    article.digest, article.version = digest, article.version + 1
    article.changed_by, article.changed_at = by, clock.database_now()
    article.save(update_fields=["digest", "version", "changed_by", "changed_at"])


@transaction.atomic
def restore(edition: Edition, *, by: User | None) -> list[str]:
    """Make the working text that of ``edition`` again; return what it names that is gone, in words.

    The text that it replaces is kept as an edition first. Readers see no change until it is published.
    """
    article = edition.article
    lock(article)
    _refuse_in_trash(article)
    keep(article, by=by, note=f"Before edition {edition.number} was restored")
    gone = editions.apply(article, edition.data)
    keep(article, by=by, note=f"Edition {edition.number} restored")
    return gone


@transaction.atomic
def submit_for_review(article: Article, *, by: User | None) -> Edition:
    """Hand the working text to whoever publishes, and keep it as an edition."""
    lock(article)
    _refuse_in_trash(article)
    edition = keep(article, by=by, note="Submitted for review")
    _set_desk(article, Article.Desk.IN_REVIEW)
    return edition


@transaction.atomic
def send_back(article: Article, *, by: User | None) -> None:
    """Hand an article in review back to its writers."""
    lock(article)
    if article.desk != Article.Desk.IN_REVIEW:
        raise Refused("This article is not in review.")
    _set_desk(article, Article.Desk.DRAFT)


def _set_desk(article, desk):
    article.desk = desk
    article.save(update_fields=["desk"])


@transaction.atomic
def switch(
    article: Article,
    *,
    by: User | None,
    comments_open: bool | None = None,
    is_sensitive: bool | None = None,
) -> None:
    """Open or close comments, allow or forbid ads: at once, on the page that readers see now.

    A new version, so that a form that was opened before cannot turn it back unseen.
    """
    lock(article)
    wanted = {"comments_open": comments_open, "is_sensitive": is_sensitive}
    changed = {
        name: is_on for name, is_on in wanted.items() if is_on is not None and is_on != getattr(article, name)
    }
    if not changed:
        return
    for name, is_on in changed.items():
        setattr(article, name, is_on)
    article.version += 1
    article.changed_by, article.changed_at = by, clock.database_now()
    article.save(update_fields=[*changed, "version", "changed_by", "changed_at"])
    purge(f"article-{article.pk}")


@transaction.atomic
def trash(article: Article, *, by: User | None) -> None:
    """Put an article away that readers do not see; nothing of it is lost (``recover``)."""
    lock(article)
    line = line_of(article, clock.database_now())
    if line.live:
        raise Refused("Readers see this article. Withdraw it first.")
    if line.coming:
        raise Refused("This article is scheduled. Call that off first.")
    article.trashed_at = article.trashed_at or clock.database_now()
    article.save(update_fields=["trashed_at"])


@transaction.atomic
def recover(article: Article, *, by: User | None) -> None:
    """Take an article out of the trash, as it was."""
    lock(article)
    article.trashed_at = None
    article.save(update_fields=["trashed_at"])


def _refuse_in_trash(article):
    if article.trashed_at:
        raise Refused("This article is in the trash. Recover it first.")
