"""A decision is about the words that the moderator saw, and about nothing that came after."""

from datetime import timedelta

import pytest

from comments import services
from comments.models import Comment
from comments.services.desk import edit_as_moderator, take_back
from comments.services.rights import claim_comment, edit_comment
from newsroom.refusals import Refused
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article, let_it_be

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/comment/"


@pytest.fixture
def moderator():
    return a_moderator()


@pytest.fixture
def article():
    return a_public_article()


def as_read(comment):
    return Comment.objects.get(pk=comment.pk)


def test_words_that_the_moderator_did_not_see_are_not_approved(article):
    seen = as_read(a_held_comment(article))
    edit_comment(as_read(seen), text="Buy my herring.")

    assert services.approve_comment(seen, by=None) is False
    assert as_read(seen).state == "held"


def test_the_button_of_an_older_page_approves_no_newer_words(client, article, moderator):
    client.force_login(moderator)
    comment = a_held_comment(article)
    edit_comment(as_read(comment), text="Buy my herring.")

    client.post(f"{LIST}{comment.pk}/decide/?seen=held", {"decision": "approve"})
    assert as_read(comment).state == "held"

    page = client.get(LIST).text
    seen = as_read(comment).seen
    assert f"{LIST}{comment.pk}/decide/?seen={seen}" in page
    client.post(f"{LIST}{comment.pk}/decide/?seen={seen}", {"decision": "approve"})
    assert as_read(comment).state == "published"


def test_nothing_is_taken_back_over_words_that_came_since(article, moderator):
    comment = a_comment(article)
    undone = services.decide(as_read(comment), "undo", by=moderator)
    edit_comment(as_read(comment), text="Other words.")

    with pytest.raises(Refused, match="decided otherwise"):
        take_back(undone.token, by=moderator)

    assert as_read(comment).state == "held"


@pytest.mark.parametrize("why", ["moderator", "reported"])
@pytest.mark.parametrize("words", ["Quite harmless.", "See casino.example for more."])
def test_what_a_moderator_must_end_outlasts_an_edit_that_rules_would_hold(article, why, words):
    let_it_be(mode="open", banned_words="casino")
    comment = a_held_comment(article)
    Comment.objects.filter(pk=comment.pk).update(state="held", reason=why, decided_at=None)

    edit_comment(as_read(comment), text=words)
    assert (as_read(comment).state, as_read(comment).reason) == ("held", why)

    let_it_be(banned_words="")
    claim_comment(as_read(comment))
    assert (as_read(comment).state, as_read(comment).reason) == ("held", why)


def test_an_author_does_not_write_over_what_the_newsroom_changed(article, moderator):
    comment = a_comment(article)
    assert edit_as_moderator(as_read(comment), text="Without the name.", by=moderator)
    claim_comment(as_read(comment))

    with pytest.raises(Refused, match="newsroom has changed"):
        edit_comment(as_read(comment), text="With the name.")

    assert as_read(comment).text == "Without the name."


def test_a_claim_leaves_the_mark_of_the_newsrooms_edit(article, moderator):
    comment = a_held_comment(article)
    assert edit_as_moderator(as_read(comment), text="Without the name.", by=moderator)
    claim_comment(as_read(comment))

    with pytest.raises(Refused, match="newsroom has changed"):
        edit_comment(as_read(comment), text="With the name.")


def press(client, comments, action, seen=None):
    seen = seen or {f"seen-{comment.pk}": comment.seen for comment in comments}
    chosen = {"action": action, "_selected_action": [comment.pk for comment in comments]}
    return client.post(LIST, chosen | seen, follow=True)


def test_many_are_decided_as_they_were_seen_and_taken_back_by_one_press(client, article, moderator):
    client.force_login(moderator)
    first, second = as_read(a_held_comment(article)), as_read(a_held_comment(article))
    page = client.get(LIST).text
    assert f'name="seen-{first.pk}" value="held"' in page

    assert "2 comments published" in press(client, [first, second], "approve").text
    client.post(f"{LIST}undo/", {"token": client.session["comments_undo"]})

    assert [as_read(first).state, as_read(second).state] == ["held", "held"]


def test_a_colleagues_verdict_stands_against_an_older_list(client, article, moderator):
    client.force_login(moderator)
    mine, theirs, edited = (as_read(a_held_comment(article)) for _ in range(3))
    services.reject_comment(as_read(theirs), by=None)
    Comment.objects.filter(pk=edited.pk).update(edited_at=edited.created_at + timedelta(seconds=1))

    answer = press(client, [mine, theirs, edited], "approve")

    assert "1 comment published" in answer.text
    assert [as_read(row).state for row in (mine, theirs, edited)] == ["published", "rejected", "held"]
