"""What readers do at the same moment, tried by two real processes of sixteen threads each."""

import pytest

from articles.models import Article
from comments.models import Comment, Follow, Like, Notice, Report
from newsroom.clock import database_now
from newsroom.models import AuditEntry
from tests.comments.race_worker import THREADS
from tests.comments.test_races import race
from tests.factories_comments import a_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comment():
    return a_comment(Article.objects.create(headline="Night ferry to run again", slug="night-ferry"))


def test_one_reader_who_presses_32_times_beside_32_others_is_33_likes(comment):
    own, each = race(("like", comment.pk), ("like_each", comment.pk))
    again, more = race(("like", comment.pk), ("like_each", comment.pk))

    comment.refresh_from_db()
    assert (own + again, each + more) == (1, 2 * THREADS)
    assert comment.likes == Like.objects.count() == 1 + 2 * THREADS


def test_of_many_reports_at_once_exactly_the_third_holds(comment):
    first, second = race(("report", comment.pk), ("report", comment.pk))

    comment.refresh_from_db()
    assert (comment.state, comment.reason, comment.reports) == ("held", "reported", 3)
    assert first + second == Report.objects.count() == 3
    assert AuditEntry.objects.filter(verb="held after reports").count() == 1


def test_an_answer_is_told_of_once_however_many_publish_it(comment):
    Follow.objects.create(comment=comment, email="eva@example.org", confirmed_at=database_now())
    reply = a_comment(comment.article, parent=comment)
    Notice.objects.all().delete()

    told = race(("tell", reply.pk), ("tell", reply.pk))

    assert sum(told) == Notice.objects.count() == 1
    assert Comment.objects.get(pk=reply.pk).is_published
