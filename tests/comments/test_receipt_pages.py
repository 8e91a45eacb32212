"""Following, taking along, and that nothing but a press on our own page acts."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.services import withdraw
from comments import services
from comments.models import Comment, Follow
from comments.receipts import AUTHOR, COPY, MAILED, receipt_url
from tests.factories_comments import (
    a_comment,
    a_held_comment,
    a_public_article,
)

pytestmark = pytest.mark.django_db

NEW_WORDS = "I sold cod there."


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def press(reader, comment, deed, *, standing=AUTHOR, **typed):
    return reader.post(f"{receipt_url(comment, standing)}{deed}/", typed)


def text_of(answer):
    return answer.content.decode()


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def make_old(comment, **stretch):
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(**stretch))


@pytest.mark.parametrize(("standing", "is_confirmed"), [(AUTHOR, False), (MAILED, True)])
def test_following_is_confirmed_where_the_address_is_proved_and_can_be_stopped(
    reader, article, standing, is_confirmed
):
    comment = a_held_comment(article)

    press(reader, comment, "follow", standing=standing, mode="daily")
    follow = Follow.objects.get()
    assert (follow.email, follow.mode) == ("ola@example.org", "daily")
    assert (follow.confirmed_at is not None) is is_confirmed
    page = text_of(reader.get(f"{receipt_url(comment, standing)}?done=follow"))
    assert ("You follow the answers" in page, "Answers will be mailed to you." in page) == (is_confirmed,) * 2
    assert ("say yes in the mail we sent" in page, "Look at your mail" in page) == (not is_confirmed,) * 2

    press(reader, comment, "follow", standing=standing, mode="each")
    assert Follow.objects.get().mode == "each"
    assert press(reader, comment, "follow", mode="hourly").status_code == 422
    assert press(reader, comment, "unfollow").status_code == 303
    assert Follow.objects.count() == 0


def test_the_author_takes_along_all_that_is_stored(reader, article):
    comment = a_held_comment(article)
    services.edit_comment(comment, text=NEW_WORDS)

    answer = reader.get(f"{receipt_url(comment, AUTHOR)}export/")

    taken = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="reply.json"'
    assert (taken["name"], taken["email"], taken["text"]) == ("Ola Berg", "ola@example.org", NEW_WORDS)
    assert [earlier["text"].startswith("Comment number") for earlier in taken["earlier_texts"]] == [True]


def test_a_copy_can_have_the_address_mailed_and_never_says_where_to(reader, article):
    comment = a_held_comment(article)

    answer = press(reader, comment, "mail", standing=COPY)

    assert answer.status_code == 303
    assert "ola@example.org" not in text_of(reader.get(answer["Location"]))
    assert [message.to for message in mail.outbox] == [["ola@example.org"]]
    assert re.search(r"http\S+/comments/receipt/\S+/\n", mail.outbox[0].body)


@pytest.mark.parametrize("deed", ["edit", "appeal", "follow", "unfollow", "claim", "mail", "delete", "erase"])
def test_no_link_acts_and_no_other_site_can_press(article, deed):
    comment = a_held_comment(article)
    address = f"{receipt_url(comment, MAILED)}{deed}/"

    assert Client().get(address).status_code == 302
    assert Client().head(address).status_code == 302
    assert Client(headers={"Sec-Fetch-Site": "cross-site"}).post(address).status_code == 403
    assert Comment.objects.filter(pk=comment.pk, state="held", commenter=None).exists()
    assert Follow.objects.count() == 0


@pytest.mark.parametrize("deed", ["x", "publish", "DELETE"])
def test_what_is_no_right_is_not_found(reader, article, deed):
    assert press(reader, a_held_comment(article), deed).status_code == 404


def test_a_receipt_of_an_article_that_is_gone_still_has_its_rights(reader, article):
    comment = a_comment(article)
    withdraw(article, by=None, reason="Not ours to tell.")

    assert reader.get(receipt_url(comment, AUTHOR)).status_code == 200
    assert press(reader, comment, "delete").status_code == 303


@pytest.mark.parametrize("deed", ["edit", "appeal", "follow", "delete", "erase"])
@pytest.mark.parametrize("standing", [AUTHOR, COPY])
def test_the_address_of_a_refused_press_leads_back_to_the_receipt_and_does_nothing(
    reader, article, deed, standing
):
    comment = a_comment(article)
    receipt = receipt_url(comment, standing)

    answer = reader.get(f"{receipt}{deed}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, receipt)
    assert stored(comment).state == "published"
    assert reader.get(f"{receipt}zap/").status_code == 404
    assert reader.put(f"{receipt}{deed}/").status_code == 405


@pytest.mark.parametrize(("deed", "typed"), [("follow", {"mode": "each"}), ("claim", {})])
def test_an_older_page_of_a_deleted_reply_promises_no_mail_and_proves_nothing(reader, article, deed, typed):
    comment = a_comment(article)
    services.delete_comment(comment)

    answer = press(reader, comment, deed, standing=MAILED, **typed)

    assert answer.status_code == 409
    assert "No address is left with this reply, so nothing was done." in text_of(answer)
    assert Follow.objects.count() == 0
