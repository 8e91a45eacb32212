"""Every word that readers meet in a discussion goes through gettext, as on the paper's other pages."""

import re

import pytest
from django.core import mail
from django.test import Client

from comments import services
from comments.models import Comment, Commenter
from comments.receipts import AUTHOR, receipt_url
from tests import spoken
from tests.factories_articles import make_section
from tests.factories_comments import (
    a_comment,
    a_held_comment,
    a_public_article,
    an_account,
    let_it_be,
    typed,
)
from tests.newsroom.test_words import AS_IT_IS
from tests.spoken import left_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article(
        headline="Zz",
        slug="zz",
        key_points=["Zz"],
        body="<p>Zz</p>",
        section=make_section(slug="zz", name="Zz"),
    )


@pytest.fixture
def reader():
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def zz(article, **fields):
    return a_comment(article, **({"name": "Zz", "text": "Zz"} | fields))


def words_of_ours(answer):
    """What a page says in no brackets."""
    return spoken.untranslated(answer.text, AS_IT_IS)


def test_no_page_of_a_discussion_says_a_word_that_cannot_be_translated(bracketed, article, reader):
    root = zz(article)
    deeper = zz(article, parent=zz(article, parent=root, text="Zz 2"), text="Zz 3")
    Comment.objects.filter(pk=root.pk).update(is_pick=True, likes=2, badge="staff", is_answer=True)
    services.reject_comment(zz(article, text="Zz 4"), by=None, removal="off_topic")
    services.delete_comment(zz(article, text="Zz 5"))
    base, wrong = f"/comments/{article.pk}/", {}

    for path in (
        article.releases.get().get_absolute_url(),
        base,
        f"{base}?sort=liked",
        f"{base}?sort=picks",
        f"{base}thread/{root.pk}/",
        f"{base}new/?after=20200101T000000000000-1",
        f"{base}reply/",
        f"{base}reply/?parent={deeper.pk}",
        f"{base}like/?comment={root.pk}",
        f"{base}report/{root.pk}/",
        f"{base}reported/",
        "/comments/mail/unknown/",
    ):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if left := words_of_ours(answer):
            wrong[path] = left

    assert wrong == {}


def test_no_feed_of_a_discussion_says_a_word_that_cannot_be_translated(bracketed, article, reader):
    root = zz(article)
    zz(article, parent=root, text="Zz 2")
    base = f"/comments/{article.pk}/"

    for path in (base, f"{base}thread/{root.pk}/", "/comments/"):
        feed = reader.get(f"{path}feed.json").json()
        said = left_over(f"{feed['title']} {feed['description']} {feed['items'][0]['title']}")
        assert not re.search("[A-Za-z]", AS_IT_IS.sub("", said).replace("Zz", "")), said


def test_no_error_and_no_receipt_says_a_word_that_cannot_be_translated(bracketed, article, reader):
    path, wrong = f"/comments/{article.pk}/reply/", {}
    words = {"name": "Zz", "text": "Zz", "email": "zz@zz.zz"}
    for name, sent in {
        "empty": {"name": "", "email": "", "text": ""},
        "no address": {"email": "zz"},
        "long": {"text": "zz " * 2000},
        "stale": {"rendered": "zz"},
        "trap": {"website": "zz"},
        "parent": {"parent": "99"},
    }.items():
        answer = reader.post(path, typed(article, **(words | sent)))
        assert answer.status_code == 422, name
        if left := words_of_ours(answer):
            wrong[name] = left
    let_it_be(slow_seconds=90)
    codes = [reader.post(path, typed(article, **(words | {"text": f"Zz {n}"}))) for n in range(2)]
    assert [answer.status_code for answer in codes] == [303, 429]
    wrong |= {"slow": left} if (left := words_of_ours(codes[1])) else {}
    comment = Comment.objects.get()
    for deed in ("as it is", "reject", "delete"):
        if deed != "as it is":
            getattr(services, f"{deed}_comment")(comment, **({"by": None} if deed == "reject" else {}))
        if left := words_of_ours(reader.get(receipt_url(comment, AUTHOR))):
            wrong[deed] = left

    assert wrong == {}


def test_no_mail_to_a_reader_says_a_word_that_cannot_be_translated(bracketed, article):
    services.mail_receipt(a_held_comment(article, name="Zz", text="Zz", email="zz@zz.zz"))
    writer = services.writer_of(an_account(email="zz@example.org", name="Zz"), article.pk)
    comment = zz(article, writer=writer, text="Zz 2")
    services.follow_comment(comment, mode="each", is_proved=True)
    zz(article, parent=comment, text="Zz 3")

    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        said = left_over(f"{sent.subject}\n{sent.body}")
        assert not re.search("[A-Za-z]", AS_IT_IS.sub("", said)), said


def test_nothing_about_erasing_all_says_a_word_that_cannot_be_translated(bracketed, article, reader):
    account, root = an_account("zz@zz.zz", name="Zz"), zz(article)
    author = Commenter.objects.create(user=account, email="zz@zz.zz", name="Zz")
    Comment.objects.filter(pk=root.pk).update(commenter=author)
    zz(article, parent=root, text="Zz 2")
    reader.force_login(account)

    pages = [reader.get("/comments/mine/erase/"), reader.get("/account/")]
    reader.post("/comments/mine/erase/")
    pages += [reader.get("/account/"), reader.get("/comments/mine/erase/")]

    left = [[text for text in words_of_ours(page) if "@" not in text] for page in pages]
    assert left == [[]] * 4
    assert "⟦1 reply is erased." in pages[2].text
