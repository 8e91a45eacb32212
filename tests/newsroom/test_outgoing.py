"""What the paper asks of other machines never reaches its own network, and never takes long."""

import os
import ssl
import time

import pytest

from newsroom.outgoing import MOST_BYTES, Answer, Failure, ask, is_public
from tests.newsroom.tls_server import Server, says

HUB = "https://hub.example/"


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_a_machine_on_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",  # noqa: S104
        "100.100.100.200", "169.254.169.254", "192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.9",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:8.8.8.8",
        "::ffff:127.0.0.1", "192.88.99.1",
        "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "100::1", "", "x",
        "2606:4700::1111%eth0",
    ],
)  # fmt: skip
def test_a_nearer_machine_is_not(address):
    assert not is_public(address)


def test_an_answer_comes_back_with_its_status_kind_and_body(server):
    server.replies = [says(b"hello", "404 Not Found", Content_Type="text/plain")]

    answer = ask(f"{HUB}a/b?c=d#e", network=server.network())

    assert answer == Answer(f"{HUB}a/b?c=d#e", 404, "text/plain", b"hello")
    assert not answer.is_good
    head, body = server.asked[0]
    assert head.splitlines()[0] == "GET /a/b?c=d HTTP/1.1"
    assert "Host: hub.example" in head
    assert "Cookie" not in head
    assert body == b""


def test_what_is_posted_arrives_whole(server):
    server.replies = [says(b"", "204 No Content")]
    body = b"x" * 200_000

    answer = ask(HUB, method="POST", body=body, content_type="text/x", network=server.network())

    assert (answer.status, answer.is_good) == (204, True)
    head, arrived = server.asked[0]
    assert "Content-Type: text/x" in head
    assert arrived == body


@pytest.mark.parametrize(
    "url",
    ["http://hub.example/", "ftp://hub.example/", "https://hub/", "https://user@hub.example/",
     "https://hub.example:8443/", "https://[::1]/", "https://2130706433/", "https://hub.example/\r\nX: y",
     "https://hüb.example/", "", "//hub.example/"],
)  # fmt: skip
def test_an_address_that_is_not_plain_https_is_never_asked(server, url):
    assert ask(url, network=server.network()).failure is Failure.UNFIT
    assert server.asked == []


@pytest.mark.parametrize("found", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], []])
def test_one_address_that_is_not_public_is_enough_to_refuse(server, found):
    answer = ask(HUB, network=server.network(resolve=lambda host: found))

    assert answer == Answer(HUB, failure=Failure.NOT_PUBLIC)
    assert server.asked == []


def test_the_name_is_resolved_once_and_the_judged_address_is_the_one_connected_to(server):
    server.replies = [says(b"ok")]
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    judged = []

    def judge(address):
        judged.append(address)
        return True

    assert (
        ask(HUB, network=server.network(resolve=lambda host: answers.pop(0), is_public=judge)).body == b"ok"
    )
    assert (judged, answers) == (["127.0.0.1"], [["10.0.0.1"]])


def test_this_machine_is_refused_with_the_true_judge():
    assert ask("https://127.0.0.1/").failure is Failure.NOT_PUBLIC
    assert ask("https://0x7f.1/").failure in (Failure.NOT_PUBLIC, Failure.UNREACHABLE)


def test_a_redirect_is_followed_with_its_own_judgement(server):
    server.replies = [says(b"", "302 Found", Location="https://other.example/b"), says(b"there")]

    answer = ask(f"{HUB}a", method="POST", body=b"x", content_type="text/x", network=server.network())

    assert answer == Answer("https://other.example/b", 200, "", b"there")
    assert [head.splitlines()[0] for head, _ in server.asked] == ["POST /a HTTP/1.1", "GET /b HTTP/1.1"]
    server.replies = [says(b"", "307 Temporary Redirect", Location="/b"), says(b"there")]
    ask(f"{HUB}a", method="POST", body=b"x", content_type="text/x", network=server.network())
    assert server.asked[-1][0].startswith("POST /b ")
    assert server.asked[-1][1] == b"x"


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("http://other.example/", Failure.UNFIT),
        ("https://inside.example/", Failure.NOT_PUBLIC),
        ("https://other.example:22/", Failure.UNFIT),
        ("file:///etc/passwd", Failure.UNFIT),
        ("https://[", Failure.GARBLED),
    ],
)
def test_a_redirect_leads_to_no_place_that_could_not_be_asked(server, location, failure):
    server.replies = [says(b"", "301 Moved", Location=location)]
    addresses = {"inside.example": ["192.168.0.1"]}

    answer = ask(HUB, network=server.network(resolve=lambda host: addresses.get(host, ["127.0.0.1"])))

    assert answer.failure is failure
    assert len(server.asked) == 1


def test_three_redirects_are_enough(server):
    server.replies = [says(b"", "301 Moved", Location=f"/{n}") for n in range(5)]

    answer = ask(HUB, network=server.network())

    assert answer == Answer(f"{HUB}3", failure=Failure.ENDLESS)
    assert len(server.asked) == 4


def test_no_more_is_read_than_the_first_bytes(server):
    server.replies = [
        says(b"x" * 10_000_000),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n" + b"x" * 100_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000_000,
    ]

    for _ in range(2):
        answer = ask(HUB, network=server.network())
        assert answer.status == 200
        assert MOST_BYTES - 200 < len(answer.body) < MOST_BYTES
    assert ask(HUB, network=server.network()).failure is Failure.GARBLED


def drip(line):
    for _ in range(200):
        line.sendall(b"H")
        time.sleep(0.02)


def test_a_machine_that_answers_by_drops_is_left_in_time(server):
    server.replies = [drip]

    answer = ask(HUB, network=server.network(seconds=0.3))

    assert answer.failure is Failure.LATE


def test_a_name_server_that_never_answers_is_left_in_time(server):
    answer = ask(HUB, network=server.network(seconds=0.1, resolve=lambda host: time.sleep(1)))

    assert answer.failure is Failure.LATE


def test_a_certificate_of_nobody_or_of_somebody_else_is_not_trusted(server):
    of_nobody = server.network(trust=ssl.create_default_context)

    assert ask(HUB, network=of_nobody).failure is Failure.UNTRUSTED
    assert ask("https://bank.example/", network=server.network()).failure is Failure.UNTRUSTED
    assert server.asked == []


def test_what_is_no_http_or_nobody_is_said_so(server):
    server.replies = [b"SSH-2.0-OpenSSH\r\n"]
    assert ask(HUB, network=server.network()).failure is Failure.GARBLED

    def unknown(host):
        raise OSError

    assert ask(HUB, network=server.network(resolve=unknown)).failure is Failure.UNREACHABLE
    server.close()
    assert ask(HUB, network=server.network()).failure is Failure.UNREACHABLE


def test_no_proxy_of_the_environment_is_asked(server, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    server.replies = [says(b"ok")]

    assert ask(HUB, network=server.network()).body == b"ok"
