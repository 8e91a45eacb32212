"""What a comment hangs on can be gone by the time it is stored."""

import pytest

from comments import judging, services
from comments.follows import tell_follower
from comments.models import Ban, Comment, Commenter, Follow, Notice
from comments.policies import terms_of
from comments.services import posting
from comments.services.rights import follow_comment, stop_following
from newsroom.refusals import Refused
from tests.factories_comments import a_comment, a_held_comment, a_public_article, an_account, let_it_be

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


@pytest.mark.django_db
def test_a_slow_discussion_looks_again_when_it_stores():
    """Two posts at once are both judged before either is stored: so is this one."""
    let_it_be(mode="open", slow_seconds=60)
    article, sender = a_public_article(), "a" * 32
    late = Comment(article=article, name="Ola", email="ola@example.org", text="Second.", sender=sender)
    case = judging.gather(
        late, terms=terms_of(article.pk), now=late.created_at, is_origin_unknown=False, is_too_quick=False
    )
    services.post_comment(article.pk, sent=services.Sent(sender=sender), **WORDS)

    late.state, late.decided_at = "published", late.created_at
    with pytest.raises(Refused, match="one reply every 60 seconds"):
        posting._store(late, case, case.terms, services.Sent(sender=sender))

    assert Comment.objects.get().text == WORDS["text"]


@pytest.mark.django_db
def test_a_record_follows_its_account_to_an_address_that_has_one():
    """Eva moved to an address that was proved by mail before; Ola moved to the one that Eva had."""
    article = a_public_article()
    eva, ola = an_account("eva@example.org", name="Eva"), an_account("ola@example.org", name="Ola")
    first = a_held_comment(article, writer=services.writer_of(eva, article.pk))
    guest = a_held_comment(article, email="new@example.org", name="Eva L.")
    services.prove_address(guest)
    services.ban(Comment.objects.get(pk=guest.pk), by=None, days=7)
    type(eva).objects.filter(pk=eva.pk).update(email="new@example.org")
    type(ola).objects.filter(pk=ola.pk).update(email="eva@example.org")
    ola.refresh_from_db()

    second = a_held_comment(article, writer=services.writer_of(ola, article.pk))

    assert list(Commenter.objects.order_by("pk").values_list("email", "user")) == [
        ("new@example.org", eva.pk),
        ("eva@example.org", ola.pk),
    ]
    rows = Comment.objects.filter(pk__in=[first.pk, guest.pk]).values_list("commenter__user", flat=True)
    assert list(rows) == [eva.pk, eva.pk]
    assert second.commenter.user == ola
    assert Ban.objects.get().commenter.user == eva
