import pytest
from django.test import Client

from comments.likes import like_comment, unlike_comment
from comments.models import Like
from comments.services import reject_comment
from comments.views import readers
from newsroom.models import Purge
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db

OTHER_BROWSER = {"User-Agent": "Another/1.0"}


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def comment(article):
    return a_comment(article)


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def press(reader, comment, **more):
    return reader.post(
        f"/comments/{comment.article_id}/like/",
        {"comment": comment.pk} | more.pop("fields", {}),
        **more,
    )


def likes_of(comment):
    comment.refresh_from_db()
    return comment.likes, Like.objects.filter(comment=comment).count()


def test_a_press_is_a_like_and_returns_to_the_comment(reader, comment):
    Purge.objects.all().delete()

    answer = press(reader, comment)

    assert (answer.status_code, answer["Location"][-len(comment.anchor) - 1 :]) == (303, f"#{comment.anchor}")
    assert likes_of(comment) == (1, 1)
    assert list(Purge.objects.values_list("name", flat=True)) == [comment.kept_name]
    assert not answer.cookies
    page = reader.get(answer["Location"].partition("#")[0]).text
    assert f'<button form="like" name="comment" value="{comment.pk}">Like 1</button>' in page


def test_a_second_press_asks_and_takes_the_like_back(reader, comment):
    press(reader, comment)

    asked = press(reader, comment)
    page = reader.get(asked["Location"]).text
    undone = press(reader, comment, fields={"undo": "1"})

    assert asked["Location"] == f"/comments/{comment.article_id}/like/?comment={comment.pk}"
    assert "Your like is counted." in page
    assert 'name="undo"' in page
    assert undone.status_code == 303
    assert likes_of(comment) == (0, 0)
    assert unlike_comment(comment, liker="nobody") is False


def test_readers_are_told_apart_by_address_and_browser_and_accounts_by_themselves(
    reader, comment, admin_user
):
    press(reader, comment)
    press(reader, comment, headers=OTHER_BROWSER)
    press(reader, comment, REMOTE_ADDR="203.0.113.9")
    reader.force_login(admin_user)
    press(reader, comment)
    press(reader, comment, REMOTE_ADDR="203.0.113.77")

    assert likes_of(comment) == (4, 4)
    kept = set(Like.objects.values_list("liker", flat=True))
    assert f"user:{admin_user.pk}" in kept
    assert not any("203.0" in liker for liker in kept)


def test_what_does_not_show_is_not_liked_but_a_like_can_be_taken_back(reader, comment):
    like_comment(comment, liker="a")
    reject_comment(comment, by=None)

    assert press(reader, comment).status_code == 404
    assert like_comment(comment, liker="b") is False
    assert unlike_comment(comment, liker="a") is True
    assert likes_of(comment) == (0, 0)


@pytest.mark.parametrize("asked", ["", "0", "x", "9" * 30, "\x00"])
def test_no_comment_is_no_fault(reader, article, asked):
    assert reader.post(f"/comments/{article.pk}/like/", {"comment": asked}).status_code == 404


def test_another_sites_page_likes_nothing(comment):
    answer = press(Client(headers={"Sec-Fetch-Site": "cross-site"}), comment)

    assert answer.status_code == 403
    assert likes_of(comment) == (0, 0)


def test_a_link_likes_nothing_and_says_what_a_like_counts_for(reader, comment):
    page = reader.get(f"/comments/{comment.article_id}/like/", {"comment": comment.pk}).text

    assert likes_of(comment) == (0, 0)
    assert "One like a reader and comment" in page
    assert "two readers who share one line and the same browser count once" in page


def test_too_many_presses_are_answered_in_words(reader, article, monkeypatch):
    monkeypatch.setattr(readers, "LIKES_PER_WINDOW", 1)
    press(reader, a_comment(article))

    answer = press(reader, a_comment(article))

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert str(readers.TOO_MANY) in answer.text
