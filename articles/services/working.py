"""The working text and its editions: nothing here reaches readers, but for the switches."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from articles import editions, letters
from articles.merged import said_now
from articles.models import Article, Edition, Note
from articles.refusals import Refused, Stale
from articles.services.logged import logged
from articles.services.purging import purge_end_of_comments, purge_hiding
from articles.services.uses import note_uses
from articles.timeline import line_of
from newsroom import clock
from newsroom.fields import tidy_text
from newsroom.models import User
from newsroom.purges import purge

SWITCHES = ("comments_open", "comments_close_after", "comments_close_on", "is_sensitive", "is_hidden")


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


def note_working_text(article: Article, *, by: User | None, page: UUID | None = None) -> None:
    """After the working text was stored (autosave): a new version, if the text is another one.

    ``page`` is the open page that stored it. Belongs inside the transaction that has locked the article.
    """
    _note(article, _digest(article, editions.snapshot(article)), by, page)


def _digest(article, data):
    """What tells the text from others; that of an edition in use that says the same, but for merged names.

    Otherwise a merge would look like an edit that nobody has made.
    """
    digest = editions.digest(data)
    if digest == article.digest:
        return digest
    ahead = Q(releases__live_until__gt=clock.database_now())
    newest = Q(pk__in=article.editions.order_by("-number").values("pk")[:1])
    for edition in article.editions.filter(ahead | newest).distinct():
        if _names(edition.data) - _names(data) and editions.digest(said_now(edition.data)) == digest:
            return edition.digest
    return digest


def _names(data):
    return {("tag", key) for key in data["tags"]} | {("author", line["author"]) for line in data["bylines"]}


@logged("saved an edition of")
@transaction.atomic
def keep(article: Article, *, by: User | None, note: str = "", substantive: bool = False) -> Edition:
    """Keep the stored working text as an edition; the latest one answers if it says the same already."""
    lock(article)
    data = editions.snapshot(article)
    digest = _digest(article, data)
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


def _note(article, digest, by, page=None):
    if article.digest == digest:
        return
    article.digest, article.version = digest, article.version + 1
    article.changed_by, article.changed_at, article.last_page = by, clock.database_now(), page
    article.save(update_fields=["digest", "version", "changed_by", "changed_at", "last_page"])
    note_uses(article)


@logged("restored an edition of")
@transaction.atomic
def restore(edition: Edition, *, by: User | None) -> list[str]:
    """Make the working text that of ``edition`` again; return what it names that is gone, in words.

    The text that it replaces is kept as an edition first. Readers see no change until it is published.
    """
    article = edition.article
    lock(article)
    _refuse_in_trash(article)
    keep(article, by=by, note=f"Before edition {edition.number} was restored")
    gone = editions.apply(article, said_now(edition.data))
    keep(article, by=by, note=f"Edition {edition.number} restored")
    return gone


@logged("submitted for review")
@transaction.atomic
def submit_for_review(article: Article, *, by: User | None) -> Edition:
    """Hand the working text to whoever publishes, and keep it as an edition."""
    lock(article)
    _refuse_in_trash(article)
    edition = keep(article, by=by, note="Submitted for review")
    _set_desk(article, Article.Desk.IN_REVIEW)
    letters.tell_publishers(article, by=by)
    return edition


@logged("sent back")
@transaction.atomic
def send_back(article: Article, *, by: User | None, note: str) -> None:
    """Hand an article in review back to its writer, with a note that says why. Raises Refused."""
    lock(article)
    note = tidy_text(note).strip()
    if article.desk != Article.Desk.IN_REVIEW:
        raise Refused("This article is not in review.")
    if not note:
        raise Refused("Say in a note why it goes back.")
    _set_desk(article, Article.Desk.DRAFT)
    Note.objects.create(article=article, by=by, text=note, at=clock.database_now())
    letters.tell_of_return(article, by=by, note=note)


def _set_desk(article, desk):
    article.desk = desk
    article.save(update_fields=["desk"])


@logged("switched")
@transaction.atomic
def switch(article: Article, *, by: User | None, **wanted) -> None:
    """Turn any of SWITCHES: at once, on the page that readers see now.

    The page changes again when comments close by themselves. A new version, so that a form that was opened
    before cannot turn a switch back unseen.
    """
    if unknown := set(wanted) - set(SWITCHES):
        raise TypeError(f"An article has no switch {', '.join(sorted(unknown))}.")
    lock(article)
    changed = {name: value for name, value in wanted.items() if value != getattr(article, name)}
    if not changed:
        return
    for name, value in changed.items():
        setattr(article, name, value)
    article.version += 1
    article.changed_by, article.changed_at = by, clock.database_now()
    article.save(update_fields=[*changed, "version", "changed_by", "changed_at"])
    purge(f"article-{article.pk}")
    if "is_hidden" in changed:
        purge_hiding(article)
    now = clock.database_now()
    purge_end_of_comments(article, line_of(article, now), now)


@logged("moved to the trash")
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


@logged("recovered from the trash")
@transaction.atomic
def recover(article: Article, *, by: User | None) -> None:
    """Take an article out of the trash, as it was."""
    lock(article)
    article.trashed_at = None
    article.save(update_fields=["trashed_at"])


def _refuse_in_trash(article):
    if article.trashed_at:
        raise Refused("This article is in the trash. Recover it first.")
