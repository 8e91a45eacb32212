"""What is left of somebody who deletes, what is mailed to whom nobody asked, and small promises of forms."""

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles.models import Release
from comments import services
from comments.models import Comment
from comments.receipts import AUTHOR, MAILED, receipt_url
from newsroom.clock import database_now
from newsroom.mail import queue_mail
from newsroom.models import AuditEntry
from tests.factories_comments import a_comment, a_held_comment, a_public_article, let_it_be, typed

pytestmark = pytest.mark.django_db

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize("secret", ["%00x", "a%00", "%F0%9F%98%80"])
def test_an_address_that_no_mail_had_is_no_page(client, secret):
    assert client.get(f"/comments/mail/{secret}/").status_code == 404


def test_a_guest_who_deletes_leaves_no_name_and_an_author_can_be_found(article):
    guest, author = a_comment(article), a_comment(article, email="eva@example.org", name="Eva Lind")
    services.prove_address(author)
    services.delete_comment(guest)
    services.delete_comment(Comment.objects.get(pk=author.pk))

    assert list(Comment.objects.order_by("pk").values_list("name", flat=True)) == ["", "Eva Lind"]


@pytest.mark.parametrize(("standing", "mails"), [(MAILED, 0), (AUTHOR, 1)])
def test_what_an_author_erases_leaves_the_logs_and_what_is_queued(reader, article, settings, standing, mails):
    settings.TASKS = QUEUE
    comment = a_comment(article, name="Eva Lind", email="eva@example.org")
    queue_mail("eva@example.org", "comments/mail/receipt.txt", {"path": "/"})
    assert DBTaskResult.objects.count() == 1

    assert reader.post(f"{receipt_url(comment, standing)}erase/").status_code == 303

    assert DBTaskResult.objects.count() == mails  # a typed address may be somebody else's
    entries = AuditEntry.objects.filter(noun="comments.comment", row_id=str(comment.pk))
    assert set(entries.values_list("title", "before", "after")) == {("(erased)", None, None)}


def test_a_strangers_words_are_not_mailed_to_whom_they_name(article):
    comment = a_held_comment(article, text="Buy my herring at once.", email="eva@example.org")

    services.follow_comment(comment, is_proved=False)

    (message,) = mail.outbox
    assert message.to == ["eva@example.org"]
    assert "herring" not in message.subject + message.body


def test_an_address_is_kept_in_the_form_that_the_house_knows(reader, article):
    path = f"/comments/{article.pk}/reply/"

    assert reader.post(path, typed(article, email="Ola@FJÖRD.example")).status_code == 303
    assert Comment.objects.get().email == "ola@fjörd.example"
    assert reader.post(path, typed(article, email="öla@example.org")).status_code == 422


def test_a_reply_is_about_no_key_point(reader):
    article = a_public_article(key_points=["The ferry runs"])
    parent = a_comment(article)
    point = Release.objects.get().key_points[0]["public_id"]

    reader.post(f"/comments/{article.pk}/reply/", typed(article, parent=parent.pk, point=point))

    assert Comment.objects.get(parent=parent).key_point is None


def test_a_decision_is_dated_when_it_is_made(article):
    let_it_be(mode="open")
    before = database_now()
    services.post_comment(article.pk, name="Ola", email="ola@example.org", text="At once.")

    assert before <= Comment.objects.get().decided_at <= database_now()
    assert Comment.objects.get().decided_at > Comment.objects.get().created_at
