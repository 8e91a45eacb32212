"""What a moderator may decide about a comment in each state, and how it is said."""

from comments.models import Comment
from newsroom.fields import tidy_text

State = Comment.State
LABELS = {"approve": "Approve", "reject": "Reject", "spam": "Spam", "undo": "Hold again"}
OFFERED = {
    State.HELD: ("approve", "reject", "spam"),
    State.PUBLISHED: ("approve", "reject", "spam", "undo"),
    State.REJECTED: ("approve", "undo"),
    State.SPAM: ("approve", "undo"),
    State.DELETED: (),
}
SAID = {"approve": "published", "reject": "rejected", "spam": "put away as spam", "undo": "held again"}
LONGEST_WORDS = 1000


def offers(comment):
    """The buttons; to approve what shows already is to say that those who reported it are wrong."""
    names = [name for name in OFFERED[comment.state] if _makes_sense(name, comment)]
    return [{"name": name, "label": "Keep" if _keeps(name, comment) else LABELS[name]} for name in names]


def _makes_sense(name, comment):
    return name != "approve" or not comment.is_published or comment.reports > 0


def _keeps(name, comment):
    return name == "approve" and comment.is_published


def words_typed(posted, comment):
    """What a rejection tells: a category for the public ledger, and words for the author."""
    removal = posted.get(f"removal-{comment.pk}", "")
    words = tidy_text(posted.get(f"words-{comment.pk}", "")[:LONGEST_WORDS]).strip()
    return {"removal": removal if removal in Comment.Removal else Comment.Removal.OTHER, "words": words}


def spoken(comment, name):
    if name is None:
        return f"Somebody else was faster: look at the comment by {comment.name} again."
    return f"The comment by {comment.name} is {SAID[name]}."
