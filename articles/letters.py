"""The mails of the desk: who is told what, queued in the transaction of its cause."""

from django.db.models import Q
from django.urls import reverse

from articles import access
from articles.models import Article, ErrorReport, Note, Release
from newsroom.mail import queue_mail
from newsroom.models import User


def tell_publishers(article: Article, *, by: User | None) -> None:
    """An article waits for review: to everybody who can publish, but not to who submitted it."""
    for person in _holders(access.PUBLISH):
        if person != by and access.may_publish(person, article):
            _tell(person, "submitted", article, by)


def tell_of_return(article: Article, *, by: User | None, note: str) -> None:
    """An article came back from review: to its writer, with the note."""
    _tell_writer("returned", article, by, note=note)


def tell_of_publication(article: Article, *, by: User | None, release: Release, is_ahead: bool) -> None:
    """An article was published, or scheduled: to its writer, when somebody else did it."""
    _tell_writer("published", article, by, release=release, is_ahead=is_ahead)


def tell_of_mention(note: Note, person: User) -> None:
    """A note mentions ``person``."""
    _tell(person, "mentioned", note.article, note.by, note=note.text)


def thank_reader(report: ErrorReport, email: str) -> None:
    """A report is closed: to the reader who left an address."""
    release = Release.objects.filter(article_id=report.article_id).first()
    queue_mail(email, "articles/mail/thanks.txt", {"report": report, "release": release})


def _tell_writer(template, article, by, **words):
    writer = article.created_by
    if writer and writer != by and writer.is_active:
        _tell(writer, template, article, by, **words)


def _tell(person, template, article, by, **words):
    path = reverse("admin:articles_article_change", args=[article.pk])
    context = {"article": article, "by": by or "The newsroom", "path": path} | words
    queue_mail(person.email, f"articles/mail/{template}.txt", context)


def _holders(permission):
    """The active people of the desk who have ``permission``, superusers among them."""
    app, codename = permission.split(".")
    has = {"content_type__app_label": app, "codename": codename}
    by_group = {f"groups__permissions__{name}": value for name, value in has.items()}
    by_self = {f"user_permissions__{name}": value for name, value in has.items()}
    holds = Q(is_superuser=True) | Q(**by_group) | Q(**by_self)
    return User.objects.filter(holds, is_active=True, is_staff=True).distinct().order_by("pk")
