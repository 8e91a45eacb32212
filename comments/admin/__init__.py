"""The moderators' desk."""

from comments.admin.bans import BanAdmin
from comments.admin.comments import CommentAdmin
from comments.admin.policies import PolicyAdmin

__all__ = ["BanAdmin", "CommentAdmin", "PolicyAdmin"]
