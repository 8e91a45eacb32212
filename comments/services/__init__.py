"""What changes a discussion: readers post, moderators decide."""

from comments.services.decisions import approve_comment, mark_spam, reject_comment, undo_decision
from comments.services.posting import Posted, comment_key, post_comment

__all__ = [
    "Posted",
    "approve_comment",
    "comment_key",
    "mark_spam",
    "post_comment",
    "reject_comment",
    "undo_decision",
]
