from comments.views.pages import comment, discussion_page, thread
from comments.views.receipts import receipt
from comments.views.reply import POSTS_PER_WINDOW, WINDOW_SECONDS, reply

__all__ = [
    "POSTS_PER_WINDOW",
    "WINDOW_SECONDS",
    "comment",
    "discussion_page",
    "receipt",
    "reply",
    "thread",
]
