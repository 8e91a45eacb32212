"""The private address that a reader gets for a comment: signed, unguessable, never a right to borrow.

Whoever posts is sent to an address of the same look, so that the answer does not tell whether these words
were here before (else copying a public comment would be a way to test e-mail addresses). What the address
is worth is in its signature alone:

* AUTHOR: given once, in the answer to the very post that made the row; later issues hang rights on it;
* COPY: the same words came again while they were held (a double click): shows the state, no rights.

Words that were decided on, and so may be public, never have a copy: see ``comments.services.post_comment``.
"""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from comments.models import Comment

AUTHOR, COPY = "author", "copy"


def receipt_url(comment: Comment, *, is_new: bool) -> str:
    """Return the private address for the answer to one post."""
    standing = AUTHOR if is_new else COPY
    return reverse("comments:receipt", args=[_signer(standing).sign(comment.public_id.hex)])


def read_receipt(token: str) -> tuple[Comment, str] | None:
    """Return the comment of a receipt and what the address is worth, or None if we never gave it."""
    for standing in (AUTHOR, COPY):
        try:
            public_id = UUID(_signer(standing).unsign(token))
        except (signing.BadSignature, ValueError):
            continue
        comment = Comment.objects.filter(public_id=public_id).first()
        return comment and (comment, standing)
    return None


def _signer(standing):
    return signing.Signer(salt=f"comments.receipt.{standing}", sep=".")
