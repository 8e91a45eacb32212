import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment
from comments.services import (
    Sent,
    approve_comment,
    comment_key,
    delete_comment,
    mark_spam,
    post_comment,
    posting,
    reject_comment,
    undo_decision,
)
from newsroom.models import Purge
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db

WORDS = {"name": "Ola Berg", "email": "Ola@Example.org", "text": "I sold herring there.\nFor thirty years."}


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def moderator():
    return a_moderator()


def purged_names():
    return list(Purge.objects.filter(name__startswith="thread-").values_list("name", flat=True))


def test_a_posted_comment_is_held_and_kept_as_typed(article):
    posted = post_comment(article.pk, **WORDS, sent=Sent(sender="a" * 32))

    stored = Comment.objects.get()
    assert posted == (stored, True)
    assert (stored.state, stored.decided_at, stored.depth) == ("held", None, 0)
    assert (stored.name, stored.email, stored.text) == tuple(WORDS.values())
    assert stored.html == "<p>I sold herring there.<br>\nFor thirty years.</p>"
    assert stored.sender == "a" * 32
    assert purged_names() == []


def test_the_same_words_from_the_same_reader_are_one_comment(article):
    first = post_comment(article.pk, **WORDS)

    again = post_comment(
        article.pk,
        name=" Ola\u202e  Berg",
        email="ola@example.ORG",
        text="  I sold herring there.\r\nFor thirty years.\n",
    )

    assert again == (first.comment, False)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"email": "eva@example.org"}, {"text": "I sold cod there."}, {"name": "Eva Berg"}]
)
def test_other_words_or_another_reader_make_another_comment(article, change):
    post_comment(article.pk, **WORDS)

    assert post_comment(article.pk, **(WORDS | change)).is_new


def test_the_same_words_elsewhere_make_another_comment(article):
    root = a_comment(article)
    post_comment(article.pk, **WORDS)

    assert post_comment(a_public_article().pk, **WORDS).is_new
    assert post_comment(article.pk, parent=root, **WORDS).is_new


@pytest.mark.parametrize("decide", [approve_comment, reject_comment, mark_spam])
def test_words_that_were_decided_on_are_still_the_one_comment(article, moderator, decide):
    first = post_comment(article.pk, **WORDS).comment
    decide(first, by=moderator)

    assert post_comment(article.pk, **WORDS) == (first, False)
    assert Comment.objects.count() == 1


def test_the_same_words_from_another_device_are_another_comment(article):
    first = post_comment(article.pk, **WORDS, sent=Sent(device="a")).comment

    again = post_comment(article.pk, **WORDS, sent=Sent(device="b"))

    assert again.is_new
    assert again.comment.key != first.key


def test_words_deleted_between_two_statements_are_posted_anew(article, monkeypatch):
    """The insert meets the first comment, whose author deletes it before it can be read."""
    first = post_comment(article.pk, **WORDS).comment
    look = posting.posted_before

    def be_overtaken_and_look(key):
        delete_comment(first)
        return look(key)

    monkeypatch.setattr(posting, "posted_before", be_overtaken_and_look)

    again = post_comment(article.pk, **WORDS)

    assert again.is_new
    assert Comment.objects.count() == 2


def test_the_key_does_not_run_places_and_words_together():
    assert comment_key(1, 11, "n", "a", "b") != comment_key(11, 1, "n", "a", "b")
    assert comment_key(1, None, "n", "ab", "c") != comment_key(1, None, "n", "a", "bc")
    assert comment_key(1, None, "n", "a", "c") != comment_key(1, None, "", "na", "c")


def test_the_key_takes_composed_and_decomposed_letters_as_the_same():
    assert comment_key(1, None, "n", "a", "cafe\u0301") == comment_key(1, None, "n", "a", "caf\u00e9")


def test_replies_know_their_root_at_any_depth(article):
    root = a_comment(article)
    comment = root
    for _ in range(6):
        comment = a_comment(article, parent=comment)

    assert (comment.depth, comment.root_id) == (6, root.pk)
    assert comment.parent.parent_id != root.pk


@pytest.mark.parametrize(
    ("decide", "state"), [(approve_comment, "published"), (reject_comment, "rejected"), (mark_spam, "spam")]
)
def test_a_decision_is_stored_with_who_and_when(article, moderator, decide, state):
    comment = a_held_comment(article)

    assert decide(comment, by=moderator)

    stored = Comment.objects.get()
    assert (stored.state, stored.decided_by, comment.state) == (state, moderator, state)
    assert stored.decided_at > stored.created_at


def test_each_change_that_readers_see_or_the_ledger_counts_purges_the_thread(article, moderator):
    rejected, published = a_held_comment(article), a_held_comment(article)
    assert purged_names() == []

    for number, decide in enumerate((reject_comment, undo_decision), 1):
        decide(rejected, by=moderator)
        assert purged_names() == [f"thread-{article.pk}"] * number
    for number, decide in enumerate((approve_comment, mark_spam), 3):
        decide(published, by=moderator)
        assert purged_names() == [f"thread-{article.pk}"] * number


def test_a_moderator_who_saw_an_older_state_decides_nothing(article, moderator):
    seen_by_one = a_held_comment(article)
    seen_by_other = Comment.objects.get()

    assert approve_comment(seen_by_one, by=moderator)
    assert not reject_comment(seen_by_other, by=moderator)

    assert Comment.objects.get().state == "published"


def test_a_decision_taken_twice_is_taken_once(article, moderator):
    comment = a_comment(article)
    decided_at = comment.decided_at

    assert not approve_comment(comment, by=moderator)

    stored = Comment.objects.get()
    assert (stored.decided_at, stored.decided_by) == (decided_at, None)


def test_undo_holds_the_comment_again_and_forgets_who_decided(article, moderator):
    comment = a_held_comment(article)
    mark_spam(comment, by=moderator)

    assert undo_decision(comment)

    stored = Comment.objects.get()
    assert (stored.state, stored.decided_at, stored.decided_by) == ("held", None, None)


@pytest.mark.parametrize(
    ("promise", "broken"),
    [
        ("comment_decision_has_a_date", {"state": "published"}),
        ("comment_state_is_known", {"state": "lost", "decided_at": "2026-11-22T12:00Z"}),
        ("comment_reply_has_a_parent_and_a_root", {"depth": 1}),
    ],
)
def test_the_database_refuses_what_must_never_be(article, promise, broken):
    comment = a_held_comment(article)

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**broken)
