"""What moderators decide is in the audit log."""

import pytest

from comments import services
from comments.models import Comment
from newsroom.models import AuditEntry
from tests.factories_comments import a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db


def test_each_decision_is_told_with_who_and_both_states():
    moderator = a_moderator()
    comment = a_held_comment(a_public_article(), text="I sold herring there.")

    services.approve_comment(comment, by=moderator)
    services.mark_spam(comment, by=moderator)
    services.undo_decision(comment, by=moderator)
    services.reject_comment(comment, by=moderator)

    entries = AuditEntry.objects.filter(noun="comments.comment", by=moderator).order_by("pk")
    assert [(entry.verb, entry.before["state"], entry.after["state"]) for entry in entries] == [
        ("approved", "held", "published"),
        ("marked as spam", "published", "spam"),
        ("held again", "spam", "held"),
        ("rejected", "held", "rejected"),
    ]
    assert entries[0].title == f"Comment {comment.pk}"  # for good, so without what its author may erase


def test_who_was_slower_is_not_told():
    comment = a_held_comment(a_public_article())
    same = Comment.objects.get(pk=comment.pk)
    services.approve_comment(comment, by=None)

    services.reject_comment(same, by=a_moderator())

    assert [entry.verb for entry in AuditEntry.objects.filter(noun="comments.comment")] == ["approved"]
