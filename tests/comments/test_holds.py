"""What holds stays held: reports are counted by machine, and a ban stops what waits."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import services
from comments.cases import Outcome, Verdict
from comments.forms import ComplaintForm
from comments.models import Ban, Comment, Follow, Notice, Report
from comments.reports import report_comment
from comments.services.desk import mark_comment, take_back
from newsroom.models import AuditEntry
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


def as_read(comment):
    return Comment.objects.get(pk=comment.pk)


def report(comment, *, agent="Lynx", machine="203.0.113.1", headers=None):
    typed = {"reason": "attack", "words": "", "website": ""}
    typed["rendered"] = ComplaintForm(comment_id=comment.pk).stamp
    headers = {"Sec-Fetch-Site": "same-origin"} if headers is None else headers
    reader = Client(headers={"User-Agent": agent} | headers, REMOTE_ADDR=machine)
    return reader.post(f"/comments/{comment.article_id}/report/{comment.pk}/", typed)


def test_one_machine_with_three_agents_holds_nothing(article):
    let_it_be(reports_that_hold=2)
    comment = a_comment(article)

    for agent in ("Lynx", "Links", "Dillo"):
        assert report(comment, agent=agent).status_code == 302
    assert (as_read(comment).state, as_read(comment).reports) == ("published", 1)

    report(comment, machine="203.0.113.2")
    assert (as_read(comment).state, as_read(comment).reason) == ("held", "reported")


def test_a_report_that_says_no_page_is_shown_to_moderators_and_holds_nothing(article):
    let_it_be(reports_that_hold=2)
    comment = a_comment(article)

    for number in range(3):
        report(comment, machine=f"203.0.113.{number}", headers={})
    assert (as_read(comment).state, as_read(comment).reports) == ("published", 3)

    report(comment, machine="203.0.113.8")
    assert as_read(comment).state == "published"
    report(comment, machine="203.0.113.9")
    assert as_read(comment).state == "held"


def test_a_machine_has_one_rate_whatever_its_agents(article):
    comment = a_comment(article)
    path = f"/comments/{article.pk}/like/"

    def press(agent):
        headers = {"User-Agent": agent, "Sec-Fetch-Site": "same-origin"}
        return Client(headers=headers).post(path, {"comment": comment.pk}).status_code

    answers = [press(f"Agent {number}") for number in range(61)]

    assert (answers[59], answers[60]) == (303, 429)


def test_what_readers_report_keeps_its_key(article):
    comment = a_comment(article)
    key = as_read(comment).key

    report_comment(comment, reporter="a", reason="spam", holds_at=1)

    assert (as_read(comment).state, as_read(comment).key) == ("held", key)


@pytest.mark.parametrize("verdict", [None, Verdict(Outcome.SPAM, "akismet_spam", "")])
def test_a_check_publishes_nothing_of_somebody_banned_meanwhile(article, moderator, verdict):
    comment = a_held_comment(article, sent=SENT)
    Comment.objects.filter(pk=comment.pk).update(reason="checking")
    services.ban(as_read(comment), by=moderator, days=7)

    assert services.apply_verdict(as_read(comment), verdict, rule="akismet")

    left = ("spam", "akismet_spam") if verdict else ("held", "banned")
    assert (as_read(comment).state, as_read(comment).reason) == left


def test_what_the_house_decides_is_in_the_audit_log(article):
    comment = a_held_comment(article)
    Comment.objects.filter(pk=comment.pk).update(reason="checking")
    services.apply_verdict(as_read(comment), None, rule="akismet")
    let_it_be(banned_words="casino")
    services.edit_comment(as_read(comment), text="casino")
    let_it_be(banned_words="", mode="open")
    services.claim_comment(as_read(comment))

    entries = AuditEntry.objects.filter(noun="comments.comment").order_by("pk")
    told = [(entry.verb, entry.by, entry.before["state"], entry.after) for entry in entries]
    assert told == [
        ("decided by akismet", None, "held", {"state": "published", "reason": ""}),
        ("judged anew after an edit", None, "published", {"state": "held", "reason": "banned_words"}),
        ("judged anew for a proved address", None, "held", {"state": "published", "reason": ""}),
    ]


def test_a_record_is_banned_with_its_sender_and_both_are_lifted(article, moderator):
    let_it_be(mode="open")
    eva = services.writer_of(an_account(name="Eva"), article.pk)
    comment = a_held_comment(article, writer=eva, sent=SENT)

    banned = services.ban(comment, by=moderator, days=None)
    assert (banned.commenter.user.name, Ban.objects.exclude(sender="").get().sender) == ("Eva", SENT.sender)
    assert a_held_comment(article, sent=SENT).state == "rejected"

    services.lift_ban(banned, by=moderator)
    assert a_held_comment(article, sent=SENT).state == "published"


def test_a_sweep_by_sender_leaves_accounts_and_the_newsroom(article, moderator):
    writer = services.writer_of(an_account(name="Eva"), article.pk)
    of_account = a_held_comment(article, writer=writer, sent=SENT)
    guest = a_held_comment(article, sent=SENT)

    services.spam_ban(guest, by=moderator)

    assert (as_read(guest).state, as_read(of_account).state) == ("spam", "held")


def test_a_sweep_comes_back_as_it_was_reports_and_all(article, moderator):
    comment = a_comment(article, sent=SENT)
    services.reject_comment(as_read(comment), by=moderator, words="Not so.")
    services.approve_comment(as_read(comment), by=moderator)
    report_comment(comment, reporter="a", reason="spam", holds_at=0)
    held = a_held_comment(article, sent=SENT)
    columns = ("state", "reason", "reason_words", "removal", "decided_at", "decided_by", "reports")
    before = list(Comment.objects.order_by("pk").values(*columns))

    banned = services.spam_ban(as_read(held), by=a_moderator("other@example.org"))
    assert (as_read(comment).reports, Report.objects.filter(closed_at=None).count()) == (0, 0)
    services.lift_ban(banned, by=moderator)

    assert list(Comment.objects.order_by("pk").values(*columns)) == before
    assert Report.objects.filter(closed_at=None).count() == 1


def test_who_follows_is_told_when_an_answer_comes_back(article, moderator):
    asked = a_comment(article)
    Follow.objects.create(comment=asked, email="eva@example.org", confirmed_at=timezone.now(), mode="daily")
    reply = a_comment(article, parent=asked, sent=SENT)
    Notice.objects.all().delete()
    services.lift_ban(services.spam_ban(as_read(reply), by=moderator), by=moderator)
    assert Notice.objects.get().reply == reply

    Notice.objects.all().delete()
    take_back(services.decide(as_read(reply), "undo", by=moderator).token, by=moderator)
    assert Notice.objects.get().reply == reply
    assert mail.outbox == []


def test_open_reports_are_those_that_are_open(article, moderator):
    comment = a_comment(article)
    report_comment(comment, reporter="a", reason="spam", holds_at=0)
    kept = services.decide(as_read(comment), "approve", by=moderator)
    report_comment(comment, reporter="b", reason="spam", holds_at=0)

    take_back(kept.token, by=moderator)

    assert as_read(comment).reports == Report.objects.filter(closed_at=None).count() == 2
    assert json.dumps(AuditEntry.objects.filter(verb="undid").get().after) == '{"state": "published"}'


def test_only_the_newsroom_answers_for_the_newsroom(client, article, moderator):
    guest = a_comment(article)
    assert mark_comment(guest, "is_answer", by=moderator, is_on=True) is False

    staff = a_held_comment(
        article, writer=services.writer_of(a_moderator("desk@example.org", name="Kari Dahl"), article.pk)
    )
    assert mark_comment(as_read(staff), "is_answer", by=moderator, is_on=True)
    page = client.get(f"/comments/{article.pk}/").text
    answer = page[page.index("comments-answer") : page.index("See it in its place")]
    assert "Newsroom" in answer.split("Kari Dahl")[1]


@pytest.mark.parametrize(
    "name", ["The Harbour Gazette", "the  harbour gazett\u0435", "MODERATOR", "Edit\u043er", "Newsroom"]
)
def test_who_seems_to_speak_for_the_paper_is_held(article, name):
    let_it_be(mode="open")

    held = services.post_comment(article.pk, name=name, email="x@example.org", text="Trust me.", sent=SENT)
    other = services.post_comment(article.pk, name="Edith", email="y@example.org", text="Hello.", sent=SENT)

    assert (held.comment.state, held.comment.reason) == ("held", "staff_name")
    assert other.comment.state == "published"
