import re

import pytest
from django.core import signing
from django.test import Client

from articles.models import Release
from articles.services import withdraw
from comments import threads, views
from comments.forms import ReplyForm
from comments.models import Comment
from comments.services import approve_comment, reject_comment
from tests.factories_comments import (
    a_comment,
    a_held_comment,
    a_public_article,
    typed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def post(reader, article, **fields):
    return reader.post(f"/comments/{article.pk}/reply/", typed(article, **fields))


def text_of(answer):
    return answer.content.decode()


def test_a_reply_is_taken_without_a_cookie_and_its_page_says_that_it_is_held(reader, article):
    answer = post(reader, article)
    receipt = reader.get(answer["Location"])

    assert (answer.status_code, Comment.objects.get().state) == (303, "held")
    assert re.fullmatch(r"/comments/receipt/[0-9a-f]{32}\.[\w-]{43}/", answer["Location"])
    assert "Your reply is held" in text_of(receipt)
    assert "<p>I sold herring there.</p>" in text_of(receipt)
    assert (receipt["Cache-Control"], receipt["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert not answer.cookies
    assert not receipt.cookies
    assert "ola@example.org" not in text_of(receipt)


def test_a_failed_form_comes_back_with_words_and_all_that_was_typed(reader, article):
    answer = post(reader, article, name="", email="nonsense", text="Kept <b>words</b>")

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Say who writes" in page
    assert "This is not an e-mail address" in page
    assert 'value="nonsense"' in page
    assert "Kept &lt;b&gt;words&lt;/b&gt;</textarea>" in page
    assert Comment.objects.count() == 0


def test_an_old_form_comes_back_filled_and_fresh(reader, article):
    old = signing.Signer(salt="comments.form", sep=".").sign(f"{article.pk}:2020-01-01")

    answer = post(reader, article, rendered=old)

    page = text_of(answer)
    fresh = re.search(r'name="rendered" value="([^"]+)"', page)[1]
    assert answer.status_code == 422
    assert "I sold herring there.</textarea>" in page
    assert fresh == ReplyForm(article_id=article.pk).stamp
    assert post(reader, article, rendered=fresh).status_code == 303


def test_too_many_replies_are_refused_in_words_with_the_text_kept(reader, article):
    for number in range(views.POSTS_PER_WINDOW):
        assert post(reader, article, text=f"Reply {number}").status_code == 303

    answer = post(reader, article, text="One too many")

    assert (answer.status_code, answer["Retry-After"]) == (429, str(views.WINDOW_SECONDS))
    assert "That is a lot of replies" in text_of(answer)
    assert "One too many</textarea>" in text_of(answer)
    assert Comment.objects.count() == views.POSTS_PER_WINDOW


def test_no_machines_address_is_stored(reader, article):
    reader.post(f"/comments/{article.pk}/reply/", typed(article), REMOTE_ADDR="203.0.113.77")

    row = Comment.objects.values().get()
    assert re.fullmatch("[0-9a-f]{32}", row["sender"])
    assert "203.0.113" not in str(row)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
    ],
)
def test_a_form_from_another_site_is_refused_with_the_text_shown(article, headers):
    answer = Client(headers=headers).post(f"/comments/{article.pk}/reply/", typed(article))

    assert answer.status_code == 403
    assert "I sold herring there." in text_of(answer)
    assert Comment.objects.count() == 0


def test_a_reply_to_a_comment_hangs_under_it(reader, article):
    parent = a_comment(article, name="Eva Lind")

    page = text_of(reader.get(f"/comments/{article.pk}/reply/?parent={parent.pk}"))
    post(reader, article, parent=parent.pk)

    assert "Reply to <bdi>Eva Lind</bdi>" in page
    assert f'name="parent" value="{parent.pk}"' in page
    assert Comment.objects.held().get().parent == parent


def test_a_reply_to_a_comment_that_is_gone_keeps_the_words_and_can_stand_alone(reader, article):
    parent = a_comment(article)
    reject_comment(parent, by=None)

    answer = post(reader, article, parent=parent.pk)

    assert answer.status_code == 422
    assert "The comment you answer is no longer shown" in text_of(answer)
    assert "I sold herring there.</textarea>" in text_of(answer)
    assert 'name="parent"' not in text_of(answer)


@pytest.mark.parametrize("parent", ["0", "-1", "x", "9" * 40, "\x00", "٣"])
def test_an_impossible_parent_is_never_a_fault(reader, article, parent):
    assert post(reader, article, parent=parent).status_code == 422
    assert reader.get(f"/comments/{article.pk}/reply/", {"parent": parent}).status_code == 404


def test_a_comment_cannot_hang_under_another_article_or_a_held_one(reader, article):
    elsewhere, held = a_comment(a_public_article()), a_held_comment(article)

    assert post(reader, article, parent=elsewhere.pk).status_code == 422
    assert post(reader, article, parent=held.pk).status_code == 422


def test_closed_comments_are_said_in_a_sentence_and_nothing_is_lost(reader):
    article = a_public_article(comments_open=False)

    answer = post(reader, article)

    assert answer.status_code == 403
    assert "Comments on this article are closed" in text_of(answer)
    assert "I sold herring there." in text_of(answer)
    assert Comment.objects.count() == 0


def test_who_asks_for_the_form_of_a_closed_discussion_reads_that_it_is_closed(reader):
    article = a_public_article(comments_open=False)

    answer = reader.get(f"/comments/{article.pk}/reply/")

    assert answer.status_code == 200
    assert "<p>Comments on this article are closed.</p>" in text_of(answer)
    assert "was not posted" not in text_of(answer)


def test_who_writes_while_the_article_is_taken_away_gets_the_words_back(reader, article):
    withdraw(article, by=None, reason="Not ours to tell.")

    answer = post(reader, article, text="I sold <b>herring</b> there.")

    assert answer.status_code == 404
    assert "What you wrote about was taken away in the meantime, so nothing was sent." in text_of(answer)
    assert "I sold &lt;b&gt;herring&lt;/b&gt; there." in text_of(answer)
    assert "Ola Berg" in text_of(answer)
    assert "ola@example.org" in text_of(answer)
    assert Comment.objects.count() == 0


def test_an_article_that_is_not_public_takes_no_comment(reader):
    article = a_public_article(comments_open=False)
    withdraw(article, by=None, reason="Not ours to tell.")

    assert post(reader, article).status_code == 404
    assert reader.get(f"/comments/{article.pk}/").status_code == 404
    assert post(reader, article, rendered="").status_code == 404


@pytest.mark.parametrize("path", ["", "reply/", "thread/1/", "comment/1/"])
@pytest.mark.parametrize("article_id", ["0", "9" * 19, "9" * 40])
def test_an_article_that_never_was_is_not_found(reader, path, article_id):
    assert reader.get(f"/comments/{article_id}/{path}").status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%00", "%ff", "1.5"])
def test_an_odd_place_in_the_discussion_is_not_found(reader, article, after):
    assert reader.get(f"/comments/{article.pk}/?after={after}").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_the_discussions_page_is_kept_and_its_queries_do_not_grow(
    reader, article, rows, django_assert_max_num_queries
):
    for number in range(rows):
        a_comment(article, text=f"Words {number}")

    with django_assert_max_num_queries(6):  # release, sections, next change, three of the discussion
        answer = reader.get(f"/comments/{article.pk}/")

    assert f"thread-{article.pk}" in answer["Surrogate-Key"].split()
    assert f"article-{article.pk}" in answer["Surrogate-Key"].split()
    assert answer["Cache-Control"].startswith("public")
    assert text_of(answer).count("<article") == rows


def test_a_threads_page_and_a_comments_address_are_kept_too(reader, article):
    root = a_comment(article)

    page = reader.get(f"/comments/{article.pk}/thread/{root.pk}/")
    address = reader.get(f"/comments/{article.pk}/comment/{root.pk}/")

    assert f"thread-{article.pk}" in page["Surrogate-Key"].split()
    assert f"thread-{article.pk}" in address["Surrogate-Key"].split()
    assert address["Location"].endswith(f"/#comment-{root.pk}")
    assert reader.get(f"/comments/{article.pk}/thread/{root.pk + 1}/").status_code == 404


def test_the_link_to_an_earlier_comment_leads_to_its_place_though_it_was_taken_down(
    reader, article, monkeypatch
):
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 1)
    root = a_comment(article)
    taken_down = a_comment(article, parent=root)
    a_comment(article, parent=taken_down)
    reject_comment(taken_down, by=None)
    own_page = f"/comments/{article.pk}/thread/{root.pk}/"
    second = text_of(reader.get(f"{own_page}?after={taken_down.pk}"))
    link = re.search(r'href="([^"]+)">in reply to an earlier comment', second)[1]

    answer = reader.get(link)

    place = f'id="comment-{taken_down.pk}" tabindex="-1"><p>This comment was removed.'
    assert answer.status_code == 302
    assert place in text_of(reader.get(answer["Location"].partition("#")[0]))
    assert answer["Location"].endswith(f"#comment-{taken_down.pk}")


def test_a_comment_that_shows_nowhere_has_no_address(reader, article):
    held, gone = a_held_comment(article), a_comment(article)
    reject_comment(gone, by=None)

    for comment in (held, gone):
        assert reader.get(f"/comments/{article.pk}/comment/{comment.pk}/").status_code == 404


def test_the_articles_page_is_made_of_its_thread_and_shows_what_is_approved(reader, article):
    url = Release.objects.get().get_absolute_url()
    comment = a_held_comment(article, text="I sold herring there.")

    before = reader.get(url)
    approve_comment(comment, by=None)
    after = reader.get(url)

    assert f"thread-{article.pk}" in before["Surrogate-Key"].split()
    assert "I sold herring there." not in text_of(before)
    assert "<p>I sold herring there.</p>" in text_of(after)
    assert before["ETag"] != after["ETag"]


def test_posting_costs_the_same_queries_whatever_the_length_of_the_thread(
    reader, article, django_assert_max_num_queries
):
    parent = a_comment(article)
    for _ in range(30):
        a_comment(article, parent=parent)
    post(reader, article, text="The first makes this month's salt.")

    # Release, parent, salt (twice, in a test's transaction), rate, policy, facts, names, insert in its own.
    with django_assert_max_num_queries(11):
        assert post(reader, article, parent=parent.pk).status_code == 303
