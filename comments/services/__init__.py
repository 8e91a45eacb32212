"""What changes a discussion: readers post and stand by their words, moderators decide."""

from comments.services.decisions import (
    apply_verdict,
    approve_comment,
    decide_appeal,
    mark_spam,
    reject_comment,
    undo_decision,
)
from comments.services.identity import Writer, prove_address, writer_of
from comments.services.mailing import mail_receipt
from comments.services.people import add_note, ban, lift_ban, spam_ban
from comments.services.policies import change_policy
from comments.services.posting import Posted, Rephrase, Sent, comment_key, post_comment
from comments.services.rights import (
    EDITABLE,
    appeal,
    claim_comment,
    delete_comment,
    edit_comment,
    edit_ends,
    erase_comment,
    follow_comment,
    stop_following,
)

__all__ = [
    "EDITABLE",
    "Posted",
    "Rephrase",
    "Sent",
    "Writer",
    "add_note",
    "appeal",
    "apply_verdict",
    "approve_comment",
    "ban",
    "change_policy",
    "claim_comment",
    "comment_key",
    "decide_appeal",
    "delete_comment",
    "edit_comment",
    "edit_ends",
    "erase_comment",
    "follow_comment",
    "lift_ban",
    "mail_receipt",
    "mark_spam",
    "post_comment",
    "prove_address",
    "reject_comment",
    "spam_ban",
    "stop_following",
    "undo_decision",
    "writer_of",
]
