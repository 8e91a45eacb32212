from datetime import timedelta

import pytest
from django.core import mail as mails
from django.test import Client
from django.utils import timezone

from comments.follows import send_digests, tell_follower
from comments.models import Comment, Follow, Notice
from comments.services import approve_comment, follow_comment, reject_comment, undo_decision
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return a_comment(a_public_article(), name="Eva Lind", email="eva@example.org")


@pytest.fixture
def follow(comment):
    return follow_comment(comment, is_proved=True)


def answer_to(comment, **fields):
    words = {"email": "ola@example.org", "text": "Not in spring."} | fields
    return a_comment(comment.article, parent=Comment.objects.get(pk=comment.pk), **words)  # as a request does


def sent_to(address):
    return [mail for mail in mails.outbox if mail.to == [address]]


def press(follow, **fields):
    return Client(enforce_csrf_checks=True).post(f"/comments/mail/{follow.secret}/", fields)


def later(monkeypatch, **ago):
    moment = timezone.now() + timedelta(**ago)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    monkeypatch.setattr("comments.follows.database_now", lambda: moment)


def test_an_answer_is_mailed_with_a_link_to_it_and_the_way_out(follow, comment):
    reply = answer_to(comment)

    (mail,) = sent_to("eva@example.org")
    address = f"http://testserver/comments/mail/{follow.secret}/"
    assert mail.subject == "Ola Berg answered you in The Harbour Gazette"
    assert "Not in spring." in mail.body
    assert f"/comments/{comment.article_id}/comment/{reply.pk}/" in mail.body
    assert mail.extra_headers["List-Unsubscribe"].endswith(f"/comments/mail/{follow.secret}/>")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.rpartition("/comments")[2] in mail.body


def test_nothing_is_mailed_before_the_address_is_confirmed_and_the_link_alone_confirms_nothing(
    client, comment
):
    follow = follow_comment(comment, is_proved=False)
    answer_to(comment)
    (asked,) = sent_to("eva@example.org")
    page = client.get(f"/comments/mail/{follow.secret}/").text
    follow.refresh_from_db()
    assert asked.subject == "Shall we mail you answers to your reply?"
    assert ("Yes, mail me" in page, follow.confirmed_at) == (True, None)

    assert press(follow, deed="confirm").status_code == 303
    answer_to(comment, text="In summer.")

    assert [mail.body.count("In summer.") for mail in sent_to("eva@example.org")] == [0, 1]


def test_a_held_answer_is_mailed_when_it_is_approved_and_never_twice(follow, comment):
    reply = a_held_comment(comment.article, parent=comment, email="ola@example.org")
    assert sent_to("eva@example.org") == []

    approve_comment(reply, by=None)
    undo_decision(reply, by=None)
    approve_comment(reply, by=None)

    assert len(sent_to("eva@example.org")) == Notice.objects.count() == 1
    assert tell_follower(reply) is False


def test_nobody_is_told_of_their_own_answer_nor_of_one_that_is_not_published(follow, comment):
    answer_to(comment, email="EVA@example.org")
    reject_comment(a_held_comment(comment.article, parent=comment, email="x@example.org"), by=None)

    assert sent_to("eva@example.org") == []
    assert not Notice.objects.exists()


def test_who_wants_one_mail_a_day_gets_one_of_what_is_still_published(follow, comment, monkeypatch):
    press(follow, deed="daily")
    other = a_comment(comment.article, email="Eva@example.org")
    follow_comment(other, mode="daily", is_proved=True)
    answer_to(comment, text="First."), answer_to(other, text="Second.")
    gone = answer_to(comment, text="Gone.")
    reject_comment(gone, by=None)
    send_digests()
    assert sent_to("eva@example.org") == []

    later(monkeypatch, hours=25)
    send_digests()
    send_digests()

    (mail,) = [mail for mail in mails.outbox if mail.to[0].lower() == "eva@example.org"]
    assert mail.subject == "2 answers to you in The Harbour Gazette"
    assert ["First." in mail.body, "Second." in mail.body, "Gone." in mail.body] == [True, True, False]
    assert not Notice.objects.filter(sent_at=None).exists()


def test_one_click_ends_all_mail_to_the_address_and_reading_ends_none(client, follow, comment):
    other = follow_comment(a_comment(comment.article, email="EVA@example.org"), is_proved=True)
    assert client.get(f"/comments/mail/{follow.secret}/").status_code == 200
    assert client.head(f"/comments/mail/{follow.secret}/").status_code == 200
    assert Follow.objects.count() == 2

    answer = press(follow, **{"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, "You get no more mail" in answer.text) == (200, True)
    assert not Follow.objects.exists()
    assert press(other, **{"List-Unsubscribe": "One-Click"}).status_code == 200


def test_one_reply_can_be_let_go_alone(client, follow, comment):
    follow_comment(a_comment(comment.article, email="eva@example.org"), is_proved=True)

    press(follow, deed="stop")

    assert Follow.objects.get().comment_id != comment.pk
    assert "You get no more mail" in client.get(f"/comments/mail/{follow.secret}/").text
    assert client.get("/comments/mail/unknown/").text == client.get(f"/comments/mail/{follow.secret}/").text
