"""Who writes: what an account's post is signed with, and how an address is proved."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Value
from django.db.models.functions import Lower

from articles.models import Byline
from comments.models import Ban, Comment, Commenter, CommenterNote
from newsroom.models import User


class Writer(NamedTuple):
    """Somebody signed in: their account, record (unsaved before the first post) and badge."""

    user: User
    commenter: Commenter
    badge: str

    @property
    def name(self) -> str:
        """What they are called; "" where neither account nor record says it."""
        return self.user.name[:60] or self.commenter.name


def writer_of(user: User, article_id: int) -> Writer:
    """Return as whom ``user`` writes on one article; nothing is stored by asking."""
    address = Lower(Value(user.email))
    bylines = Byline.objects.alias(address=Lower("author__email")).filter(article=article_id, address=address)
    known = Commenter.objects.filter(user=user).annotate(has_byline=Exists(bylines)).first()
    is_author = known.has_byline if known else bylines.exists()
    badge = Comment.Badge.AUTHOR if is_author else Comment.Badge.STAFF if user.is_staff else ""
    return Writer(user, known or Commenter(user=user, email=user.email), badge)


def keep_commenter(writer: Writer, *, name: str) -> Commenter:
    """Return the writer's record, made at the first post; ``name`` is what they typed, if they were asked.

    Trust follows the account: a record that its address earned by a mailed link before becomes the account's,
    and stays so when the account changes its address.
    """
    if writer.commenter.pk is None:
        _make_commenter(writer.user, writer.name or name)
        return Commenter.objects.get(user=writer.user)
    if not writer.name:
        Commenter.objects.filter(pk=writer.commenter.pk).update(name=name)
    return writer.commenter


@transaction.atomic
def _make_commenter(user, name):
    _free(user.email)
    taken = Commenter.objects.with_email(user.email)
    Commenter.objects.bulk_create([Commenter(email=user.email, name=name)], ignore_conflicts=True)
    taken.filter(user=None).update(user=user)


def _free(address):
    """Let a record of an account that has another address by now follow it there.

    A record that was proved there by a mailed link becomes one with it; another account's is freed first. No
    two accounts have one address, so that ends.
    """
    strangers = Commenter.objects.with_email(address).exclude(user=None).exclude(user__email__iexact=address)
    for other in strangers.select_related("user"):
        _free(other.user.email)
        for proved in Commenter.objects.with_email(other.user.email).exclude(pk=other.pk):
            _merge(proved, into=other)
        Commenter.objects.filter(pk=other.pk).update(email=other.user.email)


def _merge(commenter, *, into):
    for model in (Comment, Ban, CommenterNote):
        model.objects.filter(commenter=commenter).update(commenter=into)
    commenter.delete()


def prove_address(comment: Comment) -> Commenter:
    """Return the record of the comment's typed address, which a mailed link has proved; made when new.

    The comment is its author's from now on. An account of that address gets the record at its next post.
    """
    new = Commenter(email=comment.email, name=comment.name)
    Commenter.objects.bulk_create([new], ignore_conflicts=True)
    commenter = Commenter.objects.with_email(comment.email).get()
    Comment.objects.filter(pk=comment.pk, commenter=None).update(commenter=commenter)
    comment.commenter = commenter
    return commenter
