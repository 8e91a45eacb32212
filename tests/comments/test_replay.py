import pytest

from comments.models import Comment, Policy
from comments.replay import replay
from tests.factories_comments import a_comment, a_held_comment, a_public_article

pytestmark = pytest.mark.django_db


def flips_of(policy):
    number, flips = replay(policy)
    return number, [(flip.comment.text, flip.before, flip.after, flip.reason) for flip in flips]


def test_a_word_list_says_which_of_the_last_comments_it_would_hold():
    article = a_public_article()
    a_comment(article, text="Fresh herring.")
    a_comment(article, text="Fresh FISH, sold here.")

    changed = Policy(mode="open", suspect_words="fish")

    assert flips_of(Policy(mode="open")) == (
        2,
        [(text, "held", "published", "all_held") for text in ("Fresh FISH, sold here.", "Fresh herring.")],
    )
    Policy.objects.create(mode="open")
    assert flips_of(changed) == (2, [("Fresh FISH, sold here.", "published", "held", "suspect_words")])


def test_an_article_with_terms_of_its_own_is_not_touched_by_the_papers():
    article, other = a_public_article(), a_public_article()
    a_held_comment(article, text="Here.")
    a_held_comment(other, text="There.")
    Policy.objects.create(article_id=other.pk, mode="all_held")

    assert flips_of(Policy(mode="open")) == (2, [("Here.", "held", "published", "all_held")])
    assert flips_of(Policy(article_id=other.pk, mode="open")) == (
        1,
        [("There.", "held", "published", "all_held")],
    )


def test_nothing_is_changed_and_the_queries_do_not_grow(django_assert_max_num_queries):
    article = a_public_article()
    for _ in range(5):
        a_held_comment(article)

    with django_assert_max_num_queries(7):
        assert replay(Policy(mode="open"))[0] == 5

    assert set(Comment.objects.values_list("state", flat=True)) == {"held"}
    assert Policy.objects.count() == 0
