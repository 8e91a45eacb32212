import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.pings import queue_indexnow, queue_ping, send_ping
from tests.newsroom.tls_server import Server, says

HUB = "https://hub.example/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


def queued():
    return [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]


@pytest.mark.django_db(transaction=True)
def test_a_ping_is_queued_in_the_transaction_of_its_cause_and_goes_with_it():
    with transaction.atomic():
        queue_ping(HUB, form={"hub.mode": "publish", "hub.url": ["https://a.example/feed/", "b&c"]})
        transaction.set_rollback(True)
    assert queued() == []

    queue_ping(HUB, form={"hub.mode": "publish", "hub.url": ["https://a.example/feed/", "b&c"]})

    body = "hub.mode=publish&hub.url=https%3A%2F%2Fa.example%2Ffeed%2F&hub.url=b%26c"
    assert queued() == [{"url": HUB, "body": body, "content_type": FORM}]


@pytest.mark.django_db
def test_indexnow_is_told_whole_addresses_with_the_key_and_where_it_lies(settings):
    settings.INDEXNOW_KEY = "a-key-of-ours"

    queue_indexnow(["/2026/03/04/one/"])

    ping = queued()[0]
    assert ping["url"] == "https://api.indexnow.org/indexnow"
    assert json.loads(ping["body"]) == {
        "host": "127.0.0.1:8000",
        "key": "a-key-of-ours",
        "keyLocation": "http://127.0.0.1:8000/a-key-of-ours.txt",
        "urlList": ["http://127.0.0.1:8000/2026/03/04/one/"],
    }


@pytest.mark.django_db
def test_a_ping_arrives_as_it_was_said(server):
    server.replies = [says(b"", "202 Accepted")]

    send_ping(HUB, "a=é", FORM, network=server.network())

    head, body = server.asked[0]
    assert head.splitlines()[0] == "POST / HTTP/1.1"
    assert f"Content-Type: {FORM}" in head
    assert body == "a=é".encode()
    assert queued() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 4), (3, 16)])
def test_a_machine_that_is_busy_is_asked_again_later(server, attempt, minutes):
    server.replies = [says(b"", "503 Busy")]

    send_ping(HUB, "a=b", FORM, attempt=attempt, network=server.network())

    assert queued() == [{"url": HUB, "body": "a=b", "content_type": FORM, "attempt": attempt + 1}]
    wait = DBTaskResult.objects.get().run_after - timezone.now()
    assert timedelta(minutes=minutes, seconds=-10) < wait <= timedelta(minutes=minutes)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "attempt"), [("403 Forbidden", 1), ("503 Busy", 4)])
def test_a_ping_that_is_not_wanted_is_given_up_with_a_line_in_the_log(server, caplog, status, attempt):
    server.replies = [says(b"", status)]

    send_ping(HUB, "a=b", FORM, attempt=attempt, network=server.network())

    assert queued() == []
    assert caplog.messages == [f"A ping to {HUB} was not taken: {status[:3]}"]


@pytest.mark.django_db
def test_the_key_lies_where_it_was_said_and_nowhere_without_one(client, settings):
    assert client.get("/.txt").status_code == 404
    settings.INDEXNOW_KEY = "a-key-of-ours"

    answer = client.get("/a-key-of-ours.txt")

    assert (answer.status_code, answer.text) == (200, "a-key-of-ours")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/another-key.txt").status_code == 404
