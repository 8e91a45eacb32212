"""What the database promises, tried by two real processes of sixteen threads each."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from articles.models import Article
from comments.models import Comment
from newsroom.models import Purge
from tests.comments.race_worker import THREADS
from tests.factories_comments import a_held_comment

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


def test_the_same_post_from_two_processes_of_sixteen_threads_is_one_row(article):
    won = race(("post", article.pk), ("post", article.pk))

    assert Comment.objects.count() == 1
    assert sum(won) == 1


def test_approving_and_rejecting_at_once_is_one_decision(article):
    comment = a_held_comment(article)

    approved, rejected = race(("approve", comment.pk), ("reject", comment.pk))

    decided = Comment.objects.get()
    assert (approved, rejected) in {(1, 0), (0, 1)}
    assert decided.state == ("published" if approved else "rejected")
    assert Purge.objects.filter(name=f"thread-{article.pk}").count() == approved
