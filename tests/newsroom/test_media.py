import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from newsroom import media


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    inside = tmp_path / "media"
    inside.mkdir()
    settings.MEDIA_ROOT = inside
    (tmp_path / "secret.txt").write_text("secret")
    return inside


def stored(name, content=b"bytes"):
    return default_storage.save(name, ContentFile(content))


def read(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("photos/x/320.avif", "image/avif"),
        ("photos/x/320.webp", "image/webp"),
        ("photos/x/original.jpg", "image/jpeg"),
        ("a.png", "image/png"),
        ("a.gif", "image/gif"),
    ],
)
def test_a_picture_is_shown_and_kept_for_good(client, name, kind):
    response = client.get(f"/media/{stored(name)}")

    assert read(response) == b"bytes"
    assert response["Content-Type"] == kind
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "attachment" not in response.headers.get("Content-Disposition", "")
    assert not response.cookies


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.pdf", "a.xml", "a", "a.jpg.html"])
def test_anything_else_is_only_handed_over_and_never_shown(client, name):
    response = client.get(f"/media/{stored(name)}")

    response.close()
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "photos/../../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "..%5csecret.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "photos",
        "photos/",
        ".",
        "..",
        "%00",
        "a%00.jpg",
        "a" * 300,
        "a/" * 2000,
        "%ff%fe",
        "none.jpg",
    ],
)
def test_no_path_leads_out_of_the_folder_or_into_an_error(client, path):
    stored("photos/x.jpg")

    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["../secret.txt", "photos/../../secret.txt", "/etc/passwd", "\x00", "a\udcff.jpg"]
)
def test_the_view_itself_refuses_what_a_server_might_let_through(rf, path):
    with pytest.raises(Http404):
        media.media_file(rf.get("/media/x"), path)


def test_nobody_can_write_there(client, folder):
    assert client.put("/media/x.jpg", b"x").status_code == 405
    assert client.post("/media/x.jpg").status_code == 405
    assert list(folder.iterdir()) == []


def test_head_answers_without_the_file(client):
    response = client.head(f"/media/{stored('a.png')}")

    assert response.status_code == 200
    assert response["Content-Length"] == "5"
    response.close()


def test_a_picture_is_sent_as_it_is_whatever_the_reader_can_unpack(client):
    path = stored("photos/large.webp", b"RIFF" + b"\0" * 5000)

    answer = client.get(f"/media/{path}", headers={"Accept-Encoding": "gzip, br"})

    assert len(read(answer)) == 5004
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == "5004"
