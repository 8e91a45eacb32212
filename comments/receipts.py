"""The private address that a reader gets for a comment: signed, unguessable, never a right to borrow.

Whoever posts is sent to an address of the same look, so that the answer does not tell whether these words
were here before (else copying a public comment would be a way to test e-mail addresses). What the address
is worth is in its signature alone:

* AUTHOR: given once, in the answer to the very post that made the row: all that an author may do;
* MAILED: sent to the typed address: the same, and it proves that the address is theirs;
* COPY: the same words came again (a double click): shows the state, and can have the address mailed.
"""

from typing import NamedTuple
from uuid import UUID

from django.core import signing
from django.urls import reverse

from comments.models import Comment

AUTHOR, MAILED, COPY = "author", "mailed", "copy"


class Receipt(NamedTuple):
    comment: Comment
    standing: str

    @property
    def is_authors(self) -> bool:
        return self.standing != COPY

    @property
    def proves_address(self) -> bool:
        return self.standing == MAILED


def receipt_url(comment: Comment, standing: str) -> str:
    """Return the private address of a comment that is worth ``standing``."""
    return reverse("comments:receipt", args=[_signer(standing).sign(comment.public_id.hex)])


def read_receipt(token: str) -> Receipt | None:
    """Return the comment of a receipt and what the address is worth, or None if we never gave it."""
    for standing in (AUTHOR, MAILED, COPY):
        try:
            public_id = UUID(_signer(standing).unsign(token))
        except (signing.BadSignature, ValueError):
            continue
        comment = Comment.objects.select_related("commenter").filter(public_id=public_id).first()
        return comment and Receipt(comment, standing)
    return None


def _signer(standing):
    return signing.Signer(salt=f"comments.receipt.{standing}", sep=".")
