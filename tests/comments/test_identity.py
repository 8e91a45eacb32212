"""As whom somebody writes: an account under its own name, a typed address under nobody's."""

import re

import pytest
from django.core import mail
from django.test import Client

from comments import services
from comments.models import Comment, Commenter
from tests.factories_articles import make_author, make_live
from tests.factories_comments import (
    a_comment,
    a_moderator,
    a_public_article,
    an_account,
    let_it_be,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def signed_in(user):
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(user)
    return client


def post(client, article, *, machine="192.0.2.1", headers=None, **fields):
    path = f"/comments/{article.pk}/reply/"
    return client.post(path, typed(article, **fields), REMOTE_ADDR=machine, headers=headers)


def text_of(answer):
    return answer.content.decode()


def the_comment():
    return Comment.objects.get()


def test_an_account_writes_under_its_own_name_and_address_whatever_is_typed(article):
    let_it_be(mode="first_held")
    eva = an_account(name="Eva Lind")

    page = text_of(signed_in(eva).get(f"/comments/{article.pk}/reply/"))
    assert Commenter.objects.count() == 0
    post(signed_in(eva), article, name="Ola Berg", email="ola@example.org")

    comment = the_comment()
    assert "You write as <bdi>Eva Lind</bdi>" in page
    assert 'name="email"' not in page
    assert (comment.name, comment.email, comment.badge) == ("Eva Lind", eva.email, "")
    assert comment.commenter == Commenter.objects.get(user=eva)
    assert (comment.state, comment.reason) == ("held", "newcomer")


def test_an_account_without_a_name_is_asked_for_one_once(article):
    eva = an_account()

    assert post(signed_in(eva), article, name="").status_code == 422
    post(signed_in(eva), article, name="Eva L.")
    post(signed_in(eva), article, name="", text="Again")

    assert set(Comment.objects.values_list("name", flat=True)) == {"Eva L."}


def test_trust_belongs_to_the_account_even_under_a_new_address(article):
    let_it_be(mode="first_held", approvals_needed=1)
    eva = an_account(name="Eva Lind")
    post(signed_in(eva), article)
    services.approve_comment(the_comment(), by=a_moderator())
    eva.email = "new@example.org"
    eva.save()
    heir = an_account("eva@example.org", name="Heir")

    post(signed_in(eva), article, text="Trusted")
    post(signed_in(heir), article, text="Not trusted for an old address")

    assert Comment.objects.get(text="Trusted").state == "published"
    assert Comment.objects.get(text__startswith="Not").reason == "newcomer"
    assert set(Commenter.objects.values_list("email", "user__name")) == {
        ("new@example.org", "Eva Lind"),
        ("eva@example.org", "Heir"),
    }


@pytest.mark.parametrize("mode", ["all_held", "first_held"])
def test_a_typed_address_of_somebody_lends_nothing_and_answers_like_any_other(reader, article, mode):
    let_it_be(mode=mode)
    eva = an_account(name="Eva Lind")
    a_comment(article, writer=services.writer_of(eva, article.pk), text="Approved")

    pages = []
    for machine, email in (("192.0.2.1", "EVA@example.org"), ("192.0.2.2", "nobody@example.org")):
        answer = post(reader, article, machine=machine, email=email)
        pages.append(re.sub(r"[0-9a-f]{32}\.[\w-]{43}", "TOKEN", text_of(reader.get(answer["Location"]))))

    borrowed = Comment.objects.get(email__iexact="eva@example.org", text="I sold herring there.")
    assert (borrowed.state, borrowed.reason) == ("held", "address_unproved")
    assert (borrowed.commenter, borrowed.badge) == (None, "")
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["eva@example.org"]]


def test_a_typed_address_of_somebody_is_held_even_in_the_open(reader, article):
    let_it_be(mode="open")
    an_account("eva@example.org")

    post(reader, article, email="eva@example.org")

    assert (the_comment().state, the_comment().reason) == ("held", "address_unproved")


def test_a_writer_of_the_article_is_shown_as_its_author(article):
    eva = an_account(name="Eva Lind")
    by = make_author(name="Eva Lind", email="Eva@example.org")
    own = make_live(headline="By Eva", bylines=[by])

    assert services.writer_of(eva, own.pk).badge == "author"
    assert services.writer_of(eva, article.pk).badge == ""


def test_an_account_that_presses_twice_keeps_its_rights(article):
    client = signed_in(an_account(name="Eva Lind"))

    answers = [post(client, article, machine=f"192.0.2.{number}") for number in range(2)]

    assert Comment.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "none"}, {}])
def test_what_no_page_of_ours_need_have_sent_is_held_even_in_the_open(article, headers):
    let_it_be(mode="open")

    Client(headers=headers).post(f"/comments/{article.pk}/reply/", typed(article))

    assert (the_comment().state, the_comment().reason) == ("held", "origin_unknown")


def test_staff_are_not_held_but_where_another_page_might_have_sent_it(article):
    staff = a_moderator(name="Nora Vik")
    client = Client()
    client.force_login(staff)
    let_it_be(mode="all_held")

    client.post(f"/comments/{article.pk}/reply/", typed(article, text="One"))
    post(signed_in(staff), article, text="Two")

    held, shown = Comment.objects.order_by("pk")
    assert (held.state, held.reason, shown.state) == ("held", "origin_unknown", "published")
    assert (shown.name, shown.email, shown.badge) == ("Nora Vik", staff.email, "staff")
