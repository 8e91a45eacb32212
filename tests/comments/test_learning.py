from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from comments.content_rules import is_like_spam
from comments.learned import learned_model
from comments.models import Comment, SpamModel
from comments.services import learn_spam
from tests.comments.test_spam import decisions
from tests.factories_cases import a_case
from tests.factories_comments import a_moderator, a_public_article


def in_force():
    return learned_model(SpamModel.objects.values_list("made_at", flat=True).first())


pytestmark = pytest.mark.django_db


def decided(number, by):
    article = a_public_article()
    fields = {
        "article_id": article.pk,
        "name": "Ola",
        "email": "ola@example.org",
        "html": "",
        "decided_by": by,
    }
    Comment.objects.bulk_create(
        Comment(**fields, text=text, state="spam" if is_spam else "published", decided_at=article.created_at)
        for text, is_spam in decisions(number)
    )


def test_what_moderators_decided_is_learned_and_is_in_force_at_once():
    decided(110, a_moderator())
    assert in_force() is None

    assert learn_spam() == 220

    case = a_case(text="Win money with cheap pills!", learned=in_force())
    verdict = is_like_spam(case)
    assert (verdict.outcome, verdict.code) == ("hold", "learned_spam")
    assert is_like_spam(a_case(text="My grandmother took the ferry.", learned=in_force())) is None
    assert SpamModel.objects.get().trained_on == 220


def test_what_no_person_decided_teaches_nothing():
    decided(110, None)

    assert learn_spam() == 0
    assert in_force() is None
    with pytest.raises(CommandError, match="Too few decisions"):
        call_command("learn_spam")


def test_a_model_trained_anew_replaces_the_one_in_memory(django_assert_num_queries):
    decided(110, a_moderator())
    learn_spam()
    first = in_force()
    with django_assert_num_queries(1):
        assert in_force() is first

    learn_spam()

    assert in_force() is not first


def test_what_was_learned_of_other_features_says_nothing_until_it_is_learned_anew():
    decided(110, a_moderator())
    learn_spam()
    stored = SpamModel.objects.get()
    stored.weights = {"packed": stored.weights["packed"]}  # as they were stored before
    stored.made_at += timedelta(seconds=1)
    stored.save()
    assert in_force() is None

    learn_spam()
    assert in_force() is not None
