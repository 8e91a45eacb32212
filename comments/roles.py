"""What the roles may do with comments."""

ROLES = {
    "moderator": [
        "comments.view_comment",
        "comments.change_comment",
        "comments.view_ban",
        "comments.change_ban",
        "comments.view_policy",
        "comments.change_policy",
    ]
}
