from comments.views.feeds import feed, newest_feed, thread_feed
from comments.views.mails import mail
from comments.views.mine import mine_erase, mine_export
from comments.views.pages import comment, discussion_page, ledger, new_comments, thread
from comments.views.readers import like, report, reported
from comments.views.receipts import receipt, receipt_deed, receipt_export
from comments.views.reply import POSTS_PER_WINDOW, WINDOW_SECONDS, reply

__all__ = [
    "POSTS_PER_WINDOW",
    "WINDOW_SECONDS",
    "comment",
    "discussion_page",
    "feed",
    "ledger",
    "like",
    "mail",
    "mine_erase",
    "mine_export",
    "new_comments",
    "newest_feed",
    "receipt",
    "receipt_deed",
    "receipt_export",
    "reply",
    "report",
    "reported",
    "thread",
    "thread_feed",
]
