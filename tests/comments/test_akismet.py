from urllib.parse import parse_qs

import pytest
from django_tasks_db.models import DBTaskResult

from comments import services
from comments.models import Comment, Policy
from comments.services.checking import check_with_akismet
from tests.factories_comments import a_held_comment, a_public_article
from tests.newsroom.tls_server import Server, says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings):
    settings.AKISMET_KEY = "a-key-of-ours"


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


def network(server):
    """The way to it: its certificate is trusted, for whatever name."""
    trust = server.network().trust()
    trust.check_hostname = False
    return server.network(trust=lambda: trust)


def waiting(reason="checking"):
    comment = a_held_comment(a_public_article(), name="Ola Berg", text="I sold *herring* there.")
    verdicts = [{"rule": "awaits_a_check", "outcome": "hold", "code": reason, "evidence": ""}]
    Comment.objects.filter(pk=comment.pk).update(reason=reason, verdicts=verdicts)
    return comment


@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        (says(b"false"), "published", ""),
        (says(b"true"), "spam", "akismet_spam"),
        (says(b"invalid"), "held", "akismet_failed"),
        (says(b"", "500 Oh"), "held", "akismet_failed"),
        (b"nonsense\r\n\r\n", "held", "akismet_failed"),
    ],
)
def test_the_answer_decides_what_waited_for_it(server, reply, state, reason):
    comment = waiting()
    server.replies = [reply]

    assert check_with_akismet(comment.pk, network=network(server))

    stored = Comment.objects.get()
    assert (stored.state, stored.reason) == (state, reason)
    assert [verdict["code"] for verdict in stored.verdicts] == ([reason] if reason else [])


def test_what_is_held_for_another_reason_stays_held_and_shows_the_verdict(server):
    comment = waiting(reason="all_held")
    server.replies = [says(b"true")]

    check_with_akismet(comment.pk, network=network(server))

    stored = Comment.objects.get()
    assert (stored.state, stored.reason) == ("held", "all_held")
    assert [verdict["code"] for verdict in stored.verdicts] == ["all_held", "akismet_spam"]


def test_what_a_moderator_decided_in_the_meantime_is_not_asked_about(server):
    comment = waiting()
    services.reject_comment(Comment.objects.get(), by=None)

    assert not check_with_akismet(comment.pk, network=network(server))
    assert server.asked == []


def test_it_learns_neither_a_mailbox_nor_a_machine(server):
    comment = waiting()
    server.replies = [says(b"false")]

    check_with_akismet(comment.pk, network=network(server))

    head, body = server.asked[0]
    told = parse_qs(body.decode())
    assert head.splitlines()[0] == "POST /1.1/comment-check HTTP/1.1"
    assert (told["api_key"], told["comment_author"]) == (["a-key-of-ours"], ["Ola Berg"])
    assert told["comment_content"] == ["I sold *herring* there."]
    assert told["user_ip"] == ["127.0.0.1"]
    assert "example.org" not in body.decode()


def test_what_is_posted_waits_for_the_answer(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    article = a_public_article()
    Policy.objects.create(mode="open")

    waits = a_held_comment(article)

    assert (waits.state, waits.reason) == ("held", "checking")
    assert [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.all()] == [{"comment_id": waits.pk}]
    settings.AKISMET_KEY = ""
    assert a_held_comment(article).state == "published"
    assert DBTaskResult.objects.count() == 1
