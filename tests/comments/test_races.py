"""What the database promises, tried by two real processes of sixteen threads each."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from articles.models import Article
from comments.models import Comment, Commenter
from comments.services import Sent, spam_ban
from comments.views import POSTS_PER_WINDOW
from newsroom.models import Purge
from tests.comments.race_worker import THREADS
from tests.factories_comments import a_comment, a_held_comment, a_public_article, let_it_be

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return Article.objects.create(headline="Night ferry to run again", slug="night-ferry")


def race(*runners):
    """Start one process a runner, let all go at once, and return how many threads of each succeeded."""
    name = str(connection.settings_dict["NAME"])
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.comments.race_worker", name, deed, str(pk)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for deed, pk in runners
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [int(ended) for ended, _ in answers] == [THREADS] * len(runners)
    return [int(won) for _, won in answers]


@pytest.mark.parametrize("mode", ["all_held", "open"])
def test_the_same_post_from_two_processes_of_sixteen_threads_is_one_row(article, mode):
    let_it_be(article, mode=mode)
    Purge.objects.all().delete()

    won = race(("post", article.pk), ("post", article.pk))

    assert Comment.objects.get().state == ("published" if mode == "open" else "held")
    assert sum(won) == 1
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == (mode == "open")


def test_of_32_simultaneous_posts_of_one_sender_exactly_as_many_come_in_as_may():
    article = a_public_article()

    won = race(("post_another", article.pk), ("post_another", article.pk))

    assert sum(won) == POSTS_PER_WINDOW
    assert Comment.objects.count() == POSTS_PER_WINDOW


def test_an_address_that_is_proved_32_times_at_once_has_one_record(article):
    comment = a_held_comment(article)

    race(("prove", comment.pk), ("prove", comment.pk))

    assert Comment.objects.get().commenter == Commenter.objects.get()


def test_a_ban_that_is_lifted_32_times_at_once_is_undone_once(article):
    banned = spam_ban(a_comment(article, sent=Sent(sender="a" * 32)), by=None)

    won = race(("lift", banned.pk), ("lift", banned.pk))

    assert sum(won) == 1
    assert Comment.objects.get().state == "published"


def test_approving_and_rejecting_at_once_is_one_decision(article):
    comment = a_held_comment(article)

    approved, rejected = race(("approve", comment.pk), ("reject", comment.pk))

    decided = Comment.objects.get()
    assert (approved, rejected) in {(1, 0), (0, 1)}
    assert decided.state == ("published" if approved else "rejected")
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == 1  # either way the ledger counts it
