"""Bans, the one act against a spammer with its one undo, notes, and verdicts that come later."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments import services
from comments.cases import Outcome, Verdict
from comments.models import Ban, Comment, CommenterNote
from newsroom.models import AuditEntry, Purge
from newsroom.refusals import Refused
from tests.factories_comments import (
    a_comment,
    a_held_comment,
    a_moderator,
    a_public_article,
    an_account,
    let_it_be,
)

pytestmark = pytest.mark.django_db

SENT = services.Sent(sender="a" * 32)


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def moderator():
    return a_moderator()


def states():
    return list(Comment.objects.order_by("pk").values_list("state", "reason"))


def purged():
    return sorted(Purge.objects.filter(name__startswith="thread-").values_list("name", flat=True))


def test_a_banned_sender_is_told_so_and_nothing_is_lost(article, moderator):
    let_it_be(mode="open")
    services.ban(a_held_comment(article, sent=SENT), by=moderator, days=7, reason="Insults")

    again = a_held_comment(article, sent=SENT)
    other = a_held_comment(article, sent=services.Sent(sender="b" * 32))

    assert (again.state, again.reason, other.state) == ("rejected", "banned", "published")
    assert again.verdicts[0]["evidence"] == "Insults"
    assert timedelta(days=6) < Ban.objects.get().until - timezone.now() <= timedelta(days=7)


def test_a_ban_ends_with_its_time_or_when_it_is_lifted(article, moderator):
    let_it_be(mode="open")
    banned = services.ban(a_held_comment(article, sent=SENT), by=moderator, days=400)
    assert banned.until - banned.at == timedelta(days=31)  # a sender is nobody after its month

    Ban.objects.update(until=timezone.now())
    assert a_held_comment(article, sent=SENT).state == "published"
    Ban.objects.update(until=timezone.now() + timedelta(days=1))
    assert a_held_comment(article, sent=SENT).state == "rejected"
    assert services.lift_ban(banned, by=moderator)
    assert not services.lift_ban(banned, by=moderator)
    assert a_held_comment(article, sent=SENT).state == "published"


def test_a_ban_is_of_the_record_then_of_the_sender_then_of_the_address(article, moderator):
    eva = services.writer_of(an_account(name="Eva"), article.pk)
    of_record = services.ban(a_held_comment(article, writer=eva, sent=SENT), by=moderator, days=None)
    of_sender = services.ban(a_held_comment(article, sent=SENT), by=moderator, days=None)
    of_address = services.ban(a_held_comment(article, email="Ola@Example.org"), by=moderator, days=None)
    gone = a_held_comment(article)
    services.delete_comment(gone)

    assert (of_record.commenter.user.name, of_record.until) == ("Eva", None)
    assert of_sender.until is not None
    assert (of_address.email, of_address.until) == ("ola@example.org", None)
    assert a_held_comment(article, email="OLA@example.org").state == "rejected"
    with pytest.raises(Refused):
        services.ban(gone, by=moderator, days=None)


def test_everything_of_a_spammer_goes_in_one_act_and_comes_back_in_one(article, moderator):
    elsewhere = a_public_article()
    shown, held = a_comment(article, sent=SENT), a_held_comment(elsewhere, sent=SENT)
    rejected, _ = a_held_comment(article, sent=SENT), a_comment(article)
    services.reject_comment(rejected, by=moderator)
    before = states()
    Purge.objects.all().delete()

    banned = services.spam_ban(held, by=moderator)
    swept = states()
    both = [f"thread-{article.pk}", f"thread-{elsewhere.pk}"]  # the ledger there counts what waited, too
    assert purged() == sorted(both)
    assert services.lift_ban(banned, by=moderator)

    assert swept == [("spam", "swept"), ("spam", "swept"), ("rejected", "moderator"), ("published", "")]
    assert states() == before
    assert purged() == sorted(both * 2)
    assert list(AuditEntry.objects.filter(noun="comments.ban").values_list("verb", flat=True)) == [
        "lifted the ban",
        "banned with all comments",
    ]
    assert {shown.pk, held.pk} == {row["pk"] for rows in banned.swept.values() for row in rows}


def test_undoing_leaves_alone_what_somebody_decided_on_since(article, moderator):
    one, two = a_held_comment(article, sent=SENT), a_held_comment(article, sent=SENT)
    banned = services.spam_ban(one, by=moderator)
    services.approve_comment(Comment.objects.get(pk=two.pk), by=moderator)
    services.mark_spam(Comment.objects.get(pk=two.pk), by=moderator)

    services.lift_ban(banned, by=moderator)

    assert states() == [("held", "all_held"), ("spam", "moderator")]


def test_a_comment_whose_sender_nobody_knows_is_swept_alone(article, moderator):
    one, other = a_held_comment(article), a_held_comment(article)

    services.spam_ban(one, by=moderator)

    assert [state for state, _ in states()] == ["spam", "held"]
    assert Ban.objects.get().email == other.email


def test_a_note_is_about_a_record_or_an_address(article, moderator):
    eva = services.writer_of(an_account(name="Eva"), article.pk)
    comment = a_held_comment(article, writer=eva)

    services.add_note(comment.commenter, text="Writes under two names.", by=moderator)
    services.add_note("Ola@example.org", text="Polite.", by=moderator)

    assert list(CommenterNote.objects.order_by("pk").values_list("commenter", "email")) == [
        (comment.commenter.pk, ""),
        (None, "ola@example.org"),
    ]


@pytest.mark.parametrize(
    ("promise", "fields"),
    [
        ("ban_is_of_exactly_one", {}),
        ("ban_is_of_exactly_one", {"email": "a@example.org", "sender": "x", "until": timezone.now()}),
        ("ban_of_a_sender_has_an_end", {"sender": "x"}),
    ],
)
def test_the_database_refuses_a_ban_of_nobody_of_two_and_without_end(promise, fields):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Ban.objects.create(**fields)


def waits(article):
    """A comment that only a check holds."""
    comment = a_held_comment(article)
    verdicts = [{"rule": "awaits_a_check", "outcome": "hold", "code": "checking", "evidence": ""}]
    Comment.objects.filter(pk=comment.pk).update(reason="checking", verdicts=verdicts)
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(
    ("verdict", "state", "reason", "codes"),
    [
        (None, "published", "", []),
        (Verdict(Outcome.HOLD, "checker_failed", "akismet"), "held", "checker_failed", ["checker_failed"]),
        (Verdict(Outcome.SPAM, "akismet", "discard"), "spam", "akismet", ["akismet"]),
    ],
)
def test_a_verdict_that_comes_later_decides_what_waited_for_it(article, verdict, state, reason, codes):
    comment = waits(article)
    Purge.objects.all().delete()

    assert services.apply_verdict(comment, verdict, rule="akismet")

    now = Comment.objects.get()
    assert (now.state, now.reason, [said["code"] for said in now.verdicts]) == (state, reason, codes)
    assert (now.decided_at is None) is (state == "held")
    assert len(purged()) == (state != "held")


def test_a_verdict_that_comes_later_is_only_shown_where_another_rule_holds(article):
    comment = a_held_comment(article)

    assert services.apply_verdict(comment, Verdict(Outcome.SPAM, "akismet", ""), rule="akismet")

    now = Comment.objects.get()
    assert (now.state, now.reason) == ("held", "all_held")
    assert [said["code"] for said in now.verdicts] == ["all_held", "akismet"]


def test_a_verdict_about_words_that_changed_or_were_decided_on_counts_for_nothing(article):
    edited, decided = waits(article), waits(article)
    Comment.objects.filter(pk=edited.pk).update(text="Other words")
    services.approve_comment(Comment.objects.get(pk=decided.pk), by=None)

    assert not services.apply_verdict(edited, None, rule="akismet")
    assert not services.apply_verdict(decided, Verdict(Outcome.SPAM, "akismet"), rule="akismet")
    assert [state for state, _ in states()] == ["held", "published"]
