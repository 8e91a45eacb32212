"""What holds for a discussion, and who changed it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from articles.models import Release
from comments.cases import Terms
from comments.models import Policy
from comments.policies import take_terms, terms_of, with_terms
from comments.services import announce_closings, change_policy
from newsroom.models import AuditEntry, Purge
from tests.factories_comments import a_moderator, a_public_article

pytestmark = pytest.mark.django_db


def test_a_new_paper_has_the_houses_terms():
    assert terms_of(a_public_article().pk) == Terms()


def test_an_article_inherits_what_it_does_not_say_however_it_is_asked(django_assert_num_queries):
    article, other = a_public_article(), a_public_article()
    until = timezone.now() + timedelta(minutes=5)
    change_policy(
        None, by=None, mode="open", slow_seconds=30, banned_words="cod\nherring", learned_spam=False
    )
    change_policy(article.pk, by=None, mode="first_held", slow_seconds=0, spam_threshold=0.25)
    change_policy(other.pk, by=None, mode="closed")
    Policy.objects.filter(article=article).update(flooded_until=until)

    with django_assert_num_queries(2):
        readable = Release.objects.of_article(article.pk).with_comments_open()
        release = with_terms(readable, article.pk).get()
        terms = terms_of(article.pk)

    take_terms(release)
    assert terms == release.terms
    assert terms == Terms(
        mode="first_held",
        slow_seconds=0,
        banned_words="cod\nherring",
        learned_spam=False,
        spam_threshold=0.25,
        flooded_until=until,
    )


def test_a_change_is_logged_with_what_differs_and_purges_the_pages_that_say_it():
    article, moderator = a_public_article(), a_moderator()
    Purge.objects.all().delete()

    change_policy(None, by=moderator, mode="open", approvals_needed=2)
    change_policy(None, by=moderator, mode="open", approvals_needed=3)
    change_policy(article.pk, by=moderator, mode=None)

    entry = AuditEntry.objects.filter(noun="comments.policy").order_by("pk").last()
    assert (entry.by, entry.before, entry.after) == (
        moderator,
        {"approvals_needed": 2},
        {"approvals_needed": 3},
    )
    assert list(Purge.objects.order_by("pk").values_list("name", flat=True)) == [
        "comment-policy",
        "comment-policy",
        f"thread-{article.pk}",
    ]
    assert Policy.objects.count() == 2


@pytest.mark.parametrize("name", ["flooded_until", "article", "nonsense"])
def test_what_is_no_term_cannot_be_changed(name):
    with pytest.raises(TypeError, match=name):
        change_policy(None, by=None, **{name: None})


def test_the_paper_has_one_policy():
    change_policy(None, by=None, mode="open")

    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(mode="closed")


@pytest.mark.parametrize(("paper", "article", "is_open"), [(7, None, False), (8, None, True), (7, 0, True)])
def test_a_discussion_closes_by_itself_after_the_papers_days_or_the_articles(client, paper, article, is_open):
    story = a_public_article()
    Release.timeline.update(day=localdate() - timedelta(days=8))
    change_policy(None, by=None, mode="open", close_after_days=paper)
    change_policy(story.pk, by=None, close_after_days=article)

    page = client.get(f"/comments/{story.pk}/").content.decode()

    assert ("Leave a Reply" in page) is is_open
    assert (client.get(f"/comments/{story.pk}/reply/").content.decode().count("<textarea") == 1) is is_open


def test_pages_change_at_the_midnight_at_which_a_discussion_may_close():
    Purge.objects.all().delete()
    announce_closings()
    assert Purge.objects.count() == 0

    change_policy(None, by=None, close_after_days=7)
    announce_closings()

    later = Purge.objects.get(name="comment-policy", at__gt=timezone.now())
    assert localtime(later.at).isoformat()[10:19] == "T00:00:00"
    assert localdate(later.at) == localdate() + timedelta(days=1)
