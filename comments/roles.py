"""What the roles may do with comments."""

ROLES = {"moderator": ["comments.view_comment", "comments.change_comment"]}
