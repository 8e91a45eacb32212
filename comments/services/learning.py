"""The spam score learns from what moderators decided (chore)."""

from comments import spam
from comments.models import Comment, SpamModel
from newsroom.clock import database_now

MOST_DECISIONS = 3000  # the newest; so many take a housekeeper ten seconds or so


def learn_spam() -> int:
    """Train the score on the newest decisions and put it in force; return on how many, 0 while too few.

    Only what a person decided counts: published is good, spam is spam; a rejection says neither.
    """
    states = (Comment.State.PUBLISHED, Comment.State.SPAM)
    decided = Comment.objects.filter(decided_by__isnull=False, state__in=states).order_by("-pk")
    rows = list(decided.values_list("name", "text", "state")[:MOST_DECISIONS])
    model = spam.train((f"{name}\n{text}", state == Comment.State.SPAM) for name, text, state in rows)
    if model is None:
        return 0
    learned = {
        "weights": {"packed": spam.pack(model.weights), "features": spam.FEATURES},
        "threshold": model.threshold,
        "trained_on": len(rows),
        "made_at": database_now(),
    }
    SpamModel.objects.update_or_create(pk=1, defaults=learned)
    return len(rows)
