"""What changes a discussion: readers post and stand by their words, moderators decide."""

from comments.services.checking import ask_akismet
from comments.services.decisions import (
    apply_verdict,
    approve_comment,
    decide_appeal,
    mark_spam,
    reject_comment,
    undo_decision,
)
from comments.services.desk import (
    Decided,
    ban_token,
    decide,
    edit_as_moderator,
    mark_comment,
    take_back,
    token_of_all,
)
from comments.services.digest import queue_moderators_digest
from comments.services.identity import Writer, prove_address, writer_of
from comments.services.importing import Imported, import_comments
from comments.services.learning import learn_spam
from comments.services.mailing import mail_receipt
from comments.services.people import add_note, ban, lift_ban, spam_ban, to_sweep
from comments.services.policies import CHANGEABLE, announce_closings, change_policy
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
    "CHANGEABLE",
    "EDITABLE",
    "Decided",
    "Imported",
    "Posted",
    "Rephrase",
    "Sent",
    "Writer",
    "add_note",
    "announce_closings",
    "appeal",
    "apply_verdict",
    "approve_comment",
    "ask_akismet",
    "ban",
    "ban_token",
    "change_policy",
    "claim_comment",
    "comment_key",
    "decide",
    "decide_appeal",
    "delete_comment",
    "edit_as_moderator",
    "edit_comment",
    "edit_ends",
    "erase_comment",
    "follow_comment",
    "import_comments",
    "learn_spam",
    "lift_ban",
    "mail_receipt",
    "mark_comment",
    "mark_spam",
    "post_comment",
    "prove_address",
    "queue_moderators_digest",
    "reject_comment",
    "spam_ban",
    "stop_following",
    "take_back",
    "to_sweep",
    "token_of_all",
    "undo_decision",
    "writer_of",
]
