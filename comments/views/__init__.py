from comments.views.pages import comment, discussion_page, thread
from comments.views.receipts import receipt, receipt_deed, receipt_export
from comments.views.reply import POSTS_PER_WINDOW, WINDOW_SECONDS, reply

__all__ = [
    "POSTS_PER_WINDOW",
    "WINDOW_SECONDS",
    "comment",
    "discussion_page",
    "receipt",
    "receipt_deed",
    "receipt_export",
    "reply",
    "thread",
]
