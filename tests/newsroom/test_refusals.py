"""What happens to a request before a view sees it, and to a page after."""

import pytest


def test_more_than_any_form_may_send_is_refused_unread(client):
    answer = client.post(
        "/search/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="33554433"
    )

    assert answer.status_code == 413
    assert b"32 MB" in answer.content


def test_a_foreign_form_shows_what_was_typed_and_not_what_was_hidden(client):
    answer = client.post(
        "/comments/1/reply/",
        {"text": "My words", "rendered": "1:2026.sig", "parent": "77"},
        headers={"Origin": "null"},
    )

    assert answer.status_code == 403
    assert b"My words" in answer.content
    assert b"2026.sig" not in answer.content


@pytest.mark.django_db
def test_a_page_is_compressed_for_whoever_can_unpack_it(client):
    assert client.get("/nowhere/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/nowhere/").headers
