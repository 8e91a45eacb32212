import re

import pytest
from django.contrib.auth.models import Permission
from django.template import Context, Template
from django.test import RequestFactory

from articles.models import Article
from comments.models import Comment
from comments.services import delete_comment, mark_spam, reject_comment
from newsroom.models import User
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/comment/"


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def moderator(client):
    user = a_moderator()
    client.force_login(user)
    return user


def a_colleague(*permissions):
    user = User.objects.create_user("colleague@example.org", "a long password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def decide(client, comment, decision, seen="held", **query):
    return client.post(
        f"{LIST}{comment.pk}/decide/", {"decision": decision}, query_params={"seen": seen} | query
    )


def test_the_list_shows_what_is_held_first(client, moderator, article):
    held = a_held_comment(article, text="Waits for a moderator.")
    a_comment(article, text="Came later, and shows.")

    page = client.get(LIST).content.decode()

    assert page.index(held.text) < page.index("Came later, and shows.")
    assert f"{LIST}{held.pk}/decide/?seen=held" in page


def test_a_moderator_reads_the_headline_that_readers_see_and_no_other(client, moderator, article):
    held, seen = a_held_comment(article), article.headline
    Article.objects.filter(pk=article.pk).update(headline="Zugzwang, unpublished")

    for address in ("/admin/", LIST, f"{LIST}{held.pk}/change/"):
        page = client.get(address).content.decode()
        assert seen in page
        assert "Zugzwang" not in page
    assert held.text not in client.get(LIST, {"q": "Zugzwang"}).content.decode()
    assert held.text in client.get(LIST, {"q": seen}).content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_queries_do_not_grow_with_its_rows(client, moderator, rows, django_assert_max_num_queries):
    for _ in range(rows):
        article = a_public_article()
        a_held_comment(article, parent=a_comment(article))

    with django_assert_max_num_queries(8):  # session, user, three counts, the rows, two for their authors
        page = client.get(LIST).content.decode()

    assert page.count('class="said"') == 2 * rows


def test_an_answer_to_a_deleted_comment_says_so(client, moderator, article):
    parent = a_comment(article)
    answer = a_held_comment(article, parent=parent)
    delete_comment(parent)

    for address in (LIST, f"{LIST}{answer.pk}/change/"):
        assert "A comment that its author deleted" in client.get(address).content.decode()


def test_a_comments_history_is_what_the_audit_log_has_of_it(client, moderator, article):
    comment, other = a_held_comment(article), a_held_comment(article)
    history = f"{LIST}{comment.pk}/history/"
    before = client.get(history).content.decode()

    reject_comment(comment, by=moderator, removal="off_topic")
    mark_spam(other, by=moderator)

    page = client.get(history).content.decode()
    assert "Nothing was decided yet." in before
    assert "held → rejected (off_topic)" in page
    assert moderator.email in page
    assert "marked as spam" not in page


def test_tabs_show_one_queue_each_and_count_them(client, moderator, article):
    a_held_comment(article, text="Waits.")
    reject_comment(a_held_comment(article, text="Was refused."), by=moderator)

    page = client.get(f"{LIST}?queue=rejected").content.decode()

    assert "Was refused." in page
    assert "Waits." not in page
    assert re.findall(r'data-count="(\w+)">(\d+)<', page) == [
        *[("held", "1"), ("reported", "0"), ("appeals", "0"), ("spam", "0"), ("published", "0")],
        ("rejected", "1"),
    ]


@pytest.mark.parametrize("query", ["herring", "Eva", "eva@example.org", "Night ferry"])
def test_comments_are_found_by_words_name_address_and_headline(client, moderator, article, query):
    a_held_comment(article, name="Eva Lind", email="eva@example.org", text="I sold herring.")
    a_held_comment(a_public_article(headline="Bridge closes"), text="Something else.")

    page = client.get(LIST, {"q": query}).content.decode()

    assert "I sold herring." in page
    assert "Something else." not in page


@pytest.mark.parametrize(
    ("decision", "state"), [("approve", "published"), ("reject", "rejected"), ("spam", "spam")]
)
def test_one_press_decides_and_returns_to_the_same_list(client, moderator, article, decision, state):
    comment = a_held_comment(article)

    answer = decide(client, comment, decision, _changelist_filters="queue=held")

    stored = Comment.objects.get()
    assert (stored.state, stored.decided_by) == (state, moderator)
    assert answer["Location"] == f"{LIST}?queue=held"


def test_a_decision_can_be_taken_back(client, moderator, article):
    comment = a_comment(article)

    decide(client, comment, "undo", seen="published")

    assert Comment.objects.get().state == "held"


@pytest.mark.parametrize(("decision", "seen"), [("approve", "rejected"), ("approve", ""), ("burn", "held")])
def test_a_press_on_an_older_list_decides_nothing_and_says_so(client, moderator, article, decision, seen):
    comment = a_held_comment(article)

    answer = client.get(decide(client, comment, decision, seen=seen)["Location"])

    assert Comment.objects.get().state == "held"
    assert "Somebody else was faster" in answer.content.decode()


@pytest.mark.parametrize("decision", ["reject", "spam"])
def test_a_decision_that_is_not_offered_for_a_state_is_refused(client, moderator, article, decision):
    comment = a_held_comment(article)
    reject_comment(comment, by=moderator) if decision == "spam" else mark_spam(comment, by=moderator)
    before = comment.state

    decide(client, comment, decision, seen=before)
    chosen = {"_selected_action": [comment.pk], f"seen-{comment.pk}": before}
    client.post(LIST, {"action": "reject"} | chosen)
    client.post(LIST, {"action": "mark_spam"} | chosen)

    assert Comment.objects.get().state == before


def test_a_link_never_decides(client, moderator, article):
    comment = a_held_comment(article)

    answer = client.get(f"{LIST}{comment.pk}/decide/?seen=held&decision=approve")

    assert (answer.status_code, Comment.objects.get().state) == (405, "held")


def test_many_are_decided_at_once(client, moderator, article):
    comments = [a_held_comment(article) for _ in range(3)]

    seen = {f"seen-{comment.pk}": "held" for comment in comments}
    chosen = {"action": "approve", "_selected_action": [c.pk for c in comments[:2]]}
    page = client.post(f"{LIST}?queue=held", chosen | seen, follow=True).content.decode()

    assert [c.state for c in Comment.objects.order_by("pk")] == ["published", "published", "held"]
    assert "2 comments published." in page
    assert "look again" not in page


def test_who_may_only_look_sees_no_button_and_decides_nothing(client, article):
    client.force_login(a_colleague("view_comment"))
    comment = a_held_comment(article)

    assert "decide/" not in client.get(LIST).content.decode()
    assert "decide/" not in client.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert decide(client, comment, "approve").status_code == 403
    assert Comment.objects.get().state == "held"


def test_a_stranger_decides_nothing(client, article):
    comment = a_held_comment(article)

    answer = decide(client, comment, "approve")

    assert answer["Location"].startswith("/admin/login/")
    assert Comment.objects.get().state == "held"


def test_from_a_comment_a_moderator_goes_to_where_readers_see_it(client, moderator, article):
    held, shown = a_held_comment(article), a_comment(article)

    pages = [client.get(f"{LIST}{comment.pk}/change/").content.decode() for comment in (held, shown)]

    assert f'<a href="/comments/{article.pk}/">{article.headline}</a>' in pages[0]
    assert f'<a href="/comments/{article.pk}/comment/{shown.pk}/">{article.headline}</a>' in pages[1]


def test_a_comment_can_be_read_whole_but_not_edited_added_or_deleted(client, moderator, article):
    comment = a_held_comment(article, text="<script>alert(1)</script>", email="ola@example.org")

    page = client.get(f"{LIST}{comment.pk}/change/").content.decode()
    client.post(f"{LIST}{comment.pk}/change/", {"text": "Other words", "state": "published"})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "ola@example.org" in page
    assert 'value="approve"' in page
    assert (Comment.objects.get().text, Comment.objects.get().state) == (comment.text, "held")
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403


def card_for(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return Template("{% load comments %}{% comments_cards %}").render(Context({"request": request}))


@pytest.mark.parametrize("held", [1, 7])
def test_the_first_page_shows_the_oldest_that_wait(moderator, article, held, django_assert_num_queries):
    for number in range(held):
        a_held_comment(article, text=f"Waiting {number}.")
    a_comment(article, text="Decided.")

    with django_assert_num_queries(1):
        card = card_for(moderator)

    assert "Comments held" in card
    assert f">{held}</span>" in card
    assert card.count("<li>") == min(held, 5)
    assert "Waiting 0." in card
    assert "Decided." not in card


def test_the_first_page_shows_nothing_to_who_may_not_see_comments(article):
    a_held_comment(article)

    assert card_for(a_colleague()) == ""


def test_each_form_of_a_comments_page_carries_its_token(client, moderator, article):
    comment = a_held_comment(article)

    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").content.decode()

    forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if "/admin/comments/" in form]
    assert len(forms) > 5
    assert [form[:120] for form in forms if "csrfmiddlewaretoken" not in form] == []
