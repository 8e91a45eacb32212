"""The private page of whoever posted, and all that it must not tell."""

import re

import pytest
from django.test import Client

from articles.models import Release
from comments import services
from comments.models import Comment
from comments.services import approve_comment, mark_spam, reject_comment
from tests.factories_comments import a_comment, a_held_comment, a_public_article, typed

pytestmark = pytest.mark.django_db

TOKEN = r"[0-9a-f]{32}\.[\w-]{43}"


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def post(reader, article, *, machine="192.0.2.1", **fields):
    return reader.post(f"/comments/{article.pk}/reply/", typed(article, **fields), REMOTE_ADDR=machine)


def text_of(answer):
    return answer.content.decode()


def test_the_receipt_follows_the_comment_to_the_article(reader, article):
    address = post(reader, article)["Location"]
    comment = Comment.objects.get()

    approve_comment(comment, by=None)
    published = text_of(reader.get(address))
    reject_comment(comment, by=None)
    rejected = text_of(reader.get(address))

    url = Release.objects.get().get_absolute_url()
    assert f'href="{url}#comment-{comment.pk}"' in published
    assert "Your reply is published" in published
    assert "Your reply was not published" in rejected
    assert f"#comment-{comment.pk}" not in rejected


@pytest.mark.parametrize(
    ("decide", "kind"), [({"removal": "off_topic"}, "off topic"), ({}, None), (None, "spam")]
)
def test_the_author_reads_under_what_the_refusal_is_counted(reader, article, decide, kind):
    address = post(reader, article)["Location"]
    comment = Comment.objects.get()

    mark_spam(comment, by=None) if decide is None else reject_comment(comment, by=None, **decide)

    page = text_of(reader.get(address))
    counted = re.search(r"public count has it as: (.*?)\.<", page)
    assert (counted and counted[1]) == kind


def test_the_author_is_told_that_the_newsroom_changed_the_words(reader, article):
    address = post(reader, article)["Location"]
    before = text_of(reader.get(address))

    services.edit_as_moderator(Comment.objects.get(), text="Our words.", by=None)

    page = text_of(reader.get(address))
    assert "The newsroom has changed its words." in page
    assert ("What you wrote" in before, "What you wrote" in page) == (True, False)
    assert "<p>Our words.</p>" in page


def test_a_duplicate_makes_no_second_comment_and_gets_an_address_without_rights(reader, article):
    first = post(reader, article)["Location"]
    again = post(reader, article)["Location"]

    copy = text_of(reader.get(again))
    assert Comment.objects.count() == 1
    assert again != first
    assert "Your reply is held" in copy
    assert "I sold herring there." in copy
    assert "Delete my reply" in text_of(reader.get(first))
    assert "Delete my reply" not in copy
    assert reader.get(f"{again}export/").status_code == 404
    assert reader.post(f"{again}delete/").status_code == 404
    assert Comment.objects.get().state == "held"


def without_token(answer):
    """All that a poster gets, but for what differs in any two answers."""
    headers = {name: re.sub(TOKEN, "TOKEN", value) for name, value in answer.headers.items()}
    return answer.status_code, headers, re.sub(TOKEN, "TOKEN", text_of(answer))


@pytest.mark.parametrize("name", ["Ola Berg", "Somebody else"])
@pytest.mark.parametrize("decide", [None, reject_comment, mark_spam])
def test_who_repeats_public_words_never_learns_whether_the_guessed_address_is_right(
    reader, article, name, decide
):
    public = a_comment(article, text="Known to all.")
    posts = [
        post(reader, article, text="Known to all.", name=name, email=email, machine=machine)
        for email, machine in (("OLA@example.org", "192.0.2.1"), ("guess@example.org", "192.0.2.2"))
    ]
    if decide:
        for comment in Comment.objects.held():
            decide(comment, by=None)

    right, wrong = [without_token(reader.get(answer["Location"])) for answer in posts]

    assert without_token(posts[0]) == without_token(posts[1])
    assert right == wrong
    assert ("Your reply is held" if decide is None else "Your reply was not published") in right[2]
    assert f"comment-{public.pk}" not in right[2]
    assert f"<bdi>{name}</bdi>" in right[2]


def test_a_held_duplicate_under_another_name_shows_only_what_its_own_poster_typed(reader, article):
    a_held_comment(article, text="Not public.", name="The Author")

    right, wrong = [
        without_token(
            reader.get(post(reader, article, text="Not public.", email=email, machine=machine)["Location"])
        )
        for email, machine in (("ola@example.org", "192.0.2.1"), ("guess@example.org", "192.0.2.2"))
    ]

    assert right == wrong
    assert "The Author" not in right[2]


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "0" * 32 + "." + "A" * 43, "é", "a" * 5000])
def test_a_receipt_that_was_never_given_is_not_found(reader, token):
    assert reader.get(f"/comments/receipt/{token}/").status_code == 404
