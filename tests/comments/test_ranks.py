import pytest

from articles.models import Article
from comments.likes import like_comment
from comments.models import Comment
from comments.ranks import copy_numbers
from comments.services import reject_comment
from newsroom.models import Purge
from tests.factories_articles import make_section
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article(section=make_section(slug="city"))


def purged():
    names = sorted(Purge.objects.values_list("name", flat=True))
    Purge.objects.exclude(name__startswith="thread-").delete()
    return [name for name in names if name.startswith(("count-", "likes-"))]


def test_cards_show_how_much_was_said_since_it_was_last_counted(client, article):
    a_comment(article), a_held_comment(article)
    for address in ("/", "/section/city/", "/latest/"):
        assert "story-talk" not in client.get(address).text
    purged()

    copy_numbers()

    for address in ("/", "/section/city/", "/latest/"):
        page = client.get(address)
        assert page.text.count('#comments">1 comment</a>') == 1, address
        assert f"count-{article.pk}" in page["Surrogate-Key"].split()
    assert purged() == [f"count-{article.pk}"]


def test_what_did_not_change_purges_nothing(article):
    comment = a_comment(article)
    copy_numbers()
    purged()

    copy_numbers()
    assert purged() == []

    reject_comment(comment, by=None)
    copy_numbers()
    assert purged() == [f"count-{article.pk}"]
    assert Article.objects.get(pk=article.pk).comment_count == 0


def test_likes_change_the_order_when_they_are_copied_and_purge_that_order_alone(client, article):
    first, second = a_comment(article), a_comment(article)
    copy_numbers()
    like_comment(second, liker="a")
    by_likes, by_time = (client.get(f"/comments/{article.pk}/{q}") for q in ("?sort=liked", ""))
    assert by_likes.text.index(first.anchor) < by_likes.text.index(second.anchor)
    purged()

    copy_numbers()

    names = purged()
    assert names == [f"likes-{article.pk}"]
    assert set(names) & set(by_likes["Surrogate-Key"].split())
    assert not set(names) & set(by_time["Surrogate-Key"].split())
    assert Comment.objects.get(pk=second.pk).like_rank == 1
    after = client.get(f"/comments/{article.pk}/?sort=liked").text
    assert after.index(second.anchor) < after.index(first.anchor)
