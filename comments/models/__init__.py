"""What this app keeps: comments, who writes them, what readers do with them, and what moderators decide."""

from comments.models.commenters import Ban, Commenter, CommenterNote
from comments.models.comments import Comment, CommentQuerySet
from comments.models.policies import Policy, SpamModel
from comments.models.readers import Follow, Like, Notice, Report
from comments.models.revisions import Revision

__all__ = [
    "Ban",
    "Comment",
    "CommentQuerySet",
    "Commenter",
    "CommenterNote",
    "Follow",
    "Like",
    "Notice",
    "Policy",
    "Report",
    "Revision",
    "SpamModel",
]
