"""What happens to a request before a view sees it, and to a page after."""

import re

import pytest


def test_more_than_any_form_may_send_is_refused_unread(client):
    answer = client.post(
        "/search/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="33554433"
    )

    assert answer.status_code == 413
    assert b"32 MB" in answer.content


def test_a_foreign_form_shows_what_was_typed_and_not_what_was_hidden(client):
    hidden = {"rendered": "1:2026.sig", "parent": "77", "served": "1:1xyz.sig", "asked": "1:2026.sig.sig"}
    pressed = {"point": "9c9944c6", "mail_receipt": "on", "preview": "1"}

    answer = client.post(
        "/comments/1/reply/", {"text": "My words"} | hidden | pressed, headers={"Origin": "null"}
    )

    assert answer.status_code == 403
    assert re.findall(r"<pre[^>]*>(.*?)</pre>", answer.content.decode()) == ["My words"]


@pytest.mark.django_db
def test_a_page_is_compressed_for_whoever_can_unpack_it(client):
    assert client.get("/nowhere/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/nowhere/").headers
