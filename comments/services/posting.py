"""A reader posts a comment."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.crypto import salted_hmac

from comments.models import Comment
from comments.rendering import render_text
from newsroom.fields import tidy_text


class Posted(NamedTuple):
    comment: Comment
    is_new: bool


def post_comment(  # noqa: PLR0913 - a comment is these six plain values
    article_id: int, *, name: str, email: str, text: str, parent: Comment | None = None, sender: str = ""
) -> Posted:
    """Take a reader's comment, held until a moderator has read it; sent twice by one press it is one comment.

    Of any number of simultaneous callers with the same article, parent, name, e-mail and text exactly one
    gets ``is_new``; all get the one row. Once it was decided on, the same words are a new comment, which a
    moderator reads too: so that nobody who repeats public words with a guessed e-mail learns anything.
    ``parent`` is a published comment of the same article.
    """
    comment = Comment(
        article_id=article_id,
        parent=parent,
        root_id=parent and (parent.root_id or parent.pk),
        depth=parent.depth + 1 if parent else 0,
        name=name,
        email=email,
        text=text,
        html=render_text(text),
        key=comment_key(article_id, parent and parent.pk, name, email, text),
        sender=sender,
    )
    same = Q(public_id=comment.public_id) | Q(key=comment.key)
    stored = None
    while stored is None:  # twice only when the other one was decided on between the two statements
        Comment.objects.bulk_create([comment], ignore_conflicts=True)
        stored = Comment.objects.filter(same).first()
    return Posted(stored, is_new=stored.public_id == comment.public_id)


def comment_key(article_id: int, parent_id: int | None, name: str, email: str, text: str) -> str:
    """Return what makes two posts the same: a keyed hash of place, name, lower-cased e-mail and text.

    Name and text count as ``newsroom.fields.tidy_text`` leaves them: what the receipt shows of either post
    is what both have typed.
    """
    parts = (
        str(article_id),
        str(parent_id or ""),
        " ".join(tidy_text(name).split()),
        email.lower(),
        tidy_text(text).strip(),
    )
    return salted_hmac("comments.key", "\0".join(parts), algorithm="sha256").hexdigest()
