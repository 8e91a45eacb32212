import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from comments import desk, services
from comments.models import Comment, Report
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db

CASES = Path(settings.BASE_DIR).parent / "shared" / "cases" / "comments" / "moderation_queue_counts.jsonl"
# What other systems call a comment that nobody looked at yet, and what a moderator does to get it there.
DEEDS = {"APPROVED": "approve", "REJECTED": "reject"}
HELD = ("PREMOD", "SYSTEM_WITHHELD")


def reported(comment, times=1):
    for number in range(times):
        Report.objects.create(comment=comment, reporter=f"hash {comment.pk} {number}", reason="spam")
    open_now = comment.complaints.filter(closed_at=None).count()
    Comment.objects.filter(pk=comment.pk).update(reports=open_now)
    comment.refresh_from_db()
    return comment


def test_each_comment_is_counted_in_its_queues():
    article = a_public_article()
    reported(a_held_comment(article))
    reported(a_comment(article), times=2)
    services.mark_spam(a_held_comment(article), by=None)
    refused = a_held_comment(article)
    services.reject_comment(refused, by=None)
    Comment.objects.filter(pk=refused.pk).update(appealed_at=timezone.now(), appeal="Why?")

    assert desk.queue_counts() == {
        **{"held": 1, "reported": 2, "appeals": 1, "spam": 1, "published": 1, "rejected": 1}
    }
    assert {name: Comment.objects.filter(which).count() for name, (_, which) in desk.QUEUES.items()} == (
        desk.queue_counts()
    )


def test_the_counts_are_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert set(desk.queue_counts().values()) == {0}


def test_the_shared_cases_change_the_counts_as_they_say():
    """Their "unmoderated" and "total" are no queues of ours."""
    rows = [json.loads(line) for line in CASES.read_text().splitlines()] if CASES.exists() else []
    article, wrong = a_public_article(), []

    for row in rows:
        before, after = row["input"]["before"], row["input"]["after"]
        comment = a_held_comment(article) if before["status"] in HELD else a_comment(article)
        if before["status"] == "REJECTED":
            services.decide(comment, "reject", by=None)
        reported(comment, before["flags"])
        counts = desk.queue_counts()
        if deed := after["status"] != before["status"] and DEEDS.get(after["status"]):
            services.decide(comment, deed, by=None)
        else:
            reported_again = after["flags"] - before["flags"]
            for number in range(reported_again):
                Report.objects.create(comment=comment, reporter=f"again {number}", reason="spam")
            Comment.objects.filter(pk=comment.pk).update(reports=after["flags"])
        now = desk.queue_counts()
        changed = {"reported": now["reported"] - counts["reported"], "pending": now["held"] - counts["held"]}
        if changed != {name: row["expect"][name] for name in changed}:
            wrong.append((row["id"], changed))

    assert wrong == []


def test_a_comment_says_why_it_is_where_it_is_and_what_its_sender_did():
    article = a_public_article()
    Comment.objects.filter(pk=a_comment(article).pk).update(sender="one")
    held = a_held_comment(article)
    Comment.objects.filter(pk=held.pk).update(
        sender="one",
        reason="many_links",
        verdicts=[{"rule": "has_many_links", "outcome": "hold", "code": "many_links", "evidence": "7"}],
    )
    refused = a_comment(article)
    services.reject_comment(refused, by=a_moderator(), words="Too rude.", removal="personal_attack")

    shown = desk.with_context([Comment.objects.get(pk=held.pk), Comment.objects.get(pk=refused.pk)])

    assert shown[0].whys == [("Many links", "7")]
    assert shown[0].record == "Sender this month: 1 approved, 1 held"
    assert shown[1].whys[0] == ("A moderator decided", "Too rude.")
    assert shown[1].record == "Guest"


def test_a_moderator_reads_in_the_queue_of_what_a_comment_is_accused(client):
    article = a_public_article()
    comment = reported(a_comment(article), times=2)
    Report.objects.create(comment=comment, reporter="old", reason="false", closed_at=timezone.now())
    Report.objects.create(comment=comment, reporter="other", reason="attack")
    Comment.objects.filter(pk=comment.pk).update(reports=3)
    client.force_login(a_moderator())

    page = client.get("/admin/comments/comment/?queue=reported").content.decode()

    assert "<span>3 reports: Spam or advertising (2), Attacks a person or a group</span>" in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_context_takes_three_queries_however_many_comments(rows, django_assert_max_num_queries):
    article = a_public_article()
    comments = [a_held_comment(article) for _ in range(rows)]
    for comment in comments:
        comment.sender = f"sender {comment.pk}"

    reported(comments[0])
    with django_assert_max_num_queries(3):  # the third for what is reported
        desk.with_context(comments)
