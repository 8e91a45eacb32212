"""The receipt by mail."""

from comments.models import Comment
from comments.receipts import MAILED, receipt_url
from newsroom.mail import queue_mail
from newsroom.rates import is_within_rate
from newsroom.salts import keyed_hash

MAILS_A_DAY = 5


def mail_receipt(comment: Comment) -> bool:
    """Queue the private address of ``comment`` to the address that was typed with it.

    At most MAILS_A_DAY go to one address, whoever types it; returns whether this one goes.
    """
    if not comment.email:
        return False
    recipient = keyed_hash("comment-receipts", comment.email.lower())
    if not is_within_rate("comment-receipt", recipient, limit=MAILS_A_DAY, seconds=86400):
        return False
    queue_mail(comment.email, "comments/mail/receipt.txt", {"path": receipt_url(comment, MAILED)})
    return True
