"""All that the paper keeps of one comment about its author, as plain values."""

from comments.models import Comment, Follow
from comments.reasons import for_author

_FIELDS = (
    "public_id", "article_id", "parent_id", "name", "email", "text", "created_at", "edited_at", "state",
    "decided_at", "reason", "reason_words", "removal", "badge", "key_point", "likes", "is_pick", "is_answer",
    "appeal", "appealed_at", "appeal_answered_at", "sender", "verdicts",
)  # fmt: skip


def data_of(comment: Comment) -> dict:
    """Return what is stored of ``comment``, its earlier texts and what follows it included."""
    stored = {name: getattr(comment, name) for name in _FIELDS}
    stored["reason_in_words"] = str(for_author(comment.reason)) if comment.reason else ""
    stored["earlier_texts"] = list(comment.revisions.values("text", "at"))
    asked = Follow.objects.filter(comment=comment).values("email", "mode", "asked_at", "confirmed_at")
    stored["mail_about_answers"] = list(asked)
    return stored
