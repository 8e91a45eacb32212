"""What the articles hold about one person who is not of the paper.

Bylines, authors' pages, corrections and the texts themselves are public record and stay.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from articles.models import Article, Author, ErrorReport, Note, ShareLink
from newsroom.models import AuditEntry, User
from newsroom.persons import of_address, saying
from newsroom.triggers import ERASED

_OF_REPORT = ("article_id", "quote", "claim", "state", "at", "closed_at", "answer")


@transaction.atomic
def erase_person(email: str) -> dict[str, int]:
    """Take the address out of error reports, and the person out of what share links say of them.

    What a report says is about the article and stays, but for the address in it.
    """
    reports = of_address(ErrorReport.objects.all(), email).update(email="", sender="")
    for column in ("quote", "claim", "answer"):
        reports += saying(ErrorReport.objects.all(), email, column).update(**{column: ERASED})
    return {
        "error reports": reports,
        "notes with the address": saying(Note.objects.all(), email, "text").update(text=ERASED),
        "share links": _forget_shares(_shares_for(email)),
        "authors' pages name the address (public record: edit them at the desk)": _pages_of(email).count(),
    }


def what_is_known(email: str) -> Iterator[tuple[str, dict]]:
    """Yield what the articles hold of the address, what it is and its values."""
    for report in of_address(ErrorReport.objects.order_by("pk"), email).values(*_OF_REPORT):
        yield "error report", report
    for link in _shares_for(email).order_by("pk").values("article_id", "for_whom", "made_at", "expires_at"):
        yield "share link", link
    for author in _pages_of(email).values("name", "slug", "title", "bio", "email", "links"):
        yield "author's page", author
    people = of_address(User.objects.all(), email)
    for article in Article.objects.filter(created_by__in=people).order_by("pk").values("pk", "headline"):
        yield "article begun", article
    for note in Note.objects.filter(by__in=people).order_by("pk").values("article_id", "text", "at"):
        yield "note", note


def _shares_for(email):
    names = of_address(User.objects.exclude(name=""), email).values("name")
    by_address = saying(ShareLink.objects.all(), email, "for_whom").values("pk")
    return ShareLink.objects.filter(Q(for_whom__in=names) | Q(pk__in=by_address))


def _forget_shares(links):
    """Links go on opening until their time: who they are for is no longer said, in the log neither."""
    words = list(links.values_list("pk", "article_id", "for_whom"))
    for _, article_id, for_whom in words:
        entries = AuditEntry.objects.filter(noun="articles.article", row_id=str(article_id))
        entries.filter(after__for=for_whom).update(after=None)
        entries.filter(before__for=for_whom).update(before=None)
    return ShareLink.objects.filter(pk__in=[pk for pk, _, _ in words]).update(for_whom=ERASED)


def _pages_of(email):
    return of_address(Author.objects.order_by("pk"), email)
