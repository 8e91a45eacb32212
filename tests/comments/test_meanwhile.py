"""What a comment hangs on can be gone by the time it is stored."""

import pytest

from comments import services
from comments.follows import tell_follower
from comments.models import Comment, Follow, Notice
from comments.services.rights import follow_comment, stop_following
from newsroom.refusals import Refused
from tests.factories_comments import a_comment, a_held_comment, a_public_article, let_it_be

WORDS = {"name": "Eva Lind", "email": "eva@example.org", "text": "It sails at nine."}


@pytest.fixture
def asked():
    """A published comment whose author is mailed about answers, as a request has read it."""
    comment = a_comment(a_public_article())
    let_it_be(mode="open")
    follow_comment(comment, is_proved=True)
    return Comment.objects.select_related("follow").get(pk=comment.pk)


@pytest.mark.django_db(transaction=True)
def test_a_parent_that_is_gone_is_told_of_in_words(asked):
    Comment.objects.filter(pk=asked.pk).delete()

    with pytest.raises(Refused, match="taken away"):
        services.post_comment(asked.article_id, parent=asked, **WORDS)

    assert not Comment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_stored_though_nobody_follows_any_more(asked):
    assert stop_following(asked)

    posted = services.post_comment(asked.article_id, parent=asked, **WORDS)

    assert posted.is_new
    assert Comment.objects.get(pk=posted.comment.pk).state == "published"
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_who_follows_is_asked_when_the_answer_shows(asked):
    reply = a_held_comment(asked.article, email="eva@example.org", parent=asked)
    Notice.objects.all().delete()
    Follow.objects.update(confirmed_at=None)  # it was asked for anew

    reply.parent = asked
    assert tell_follower(reply) is False
