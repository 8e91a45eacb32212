from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from newsroom import pictures
from newsroom.pictures import encode, fit_widths, read_picture, write_renditions
from tests.factories_pictures import a_picture_file


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("source", "widths"),
    [
        (100, [100]),
        (320, [320]),
        (360, [360]),
        (700, [320, 700]),
        (1000, [320, 640, 1000]),
        (1280, [320, 640, 960, 1280]),
        (2560, [320, 640, 960, 1280, 1920]),
    ],
)
def test_widths_never_exceed_the_source_nor_come_twice(source, widths):
    assert fit_widths(source) == widths


def test_each_rendition_is_a_real_picture_of_its_format_and_width():
    encoded = encode(Image.new("RGB", (800, 400), "red"), 320)

    assert {
        kind: (i.format, i.size) for kind, i in ((k, Image.open(BytesIO(c))) for k, c in encoded.items())
    } == {
        "avif": ("AVIF", (320, 160)),
        "webp": ("WEBP", (320, 160)),
    }


def test_renditions_are_stored_smallest_first_under_the_folder(media):
    picture = read_picture(a_picture_file((700, 350)), max_bytes=100_000)

    renditions = write_renditions(picture, "photos/token")

    assert renditions == [
        {"width": 320, "height": 160, "avif": "photos/token/320.avif", "webp": "photos/token/320.webp"},
        {"width": 700, "height": 350, "avif": "photos/token/700.avif", "webp": "photos/token/700.webp"},
    ]
    with Image.open(media / "photos/token/700.avif") as stored:
        assert stored.size == (700, 350)


def test_when_storing_fails_half_way_nothing_is_left(media, monkeypatch):
    picture, save = read_picture(a_picture_file((700, 350)), max_bytes=100_000), default_storage.save

    def fails_at_the_small_webp(name, content):
        if name.endswith("320.webp"):
            raise OSError("disk full")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fails_at_the_small_webp)

    with pytest.raises(OSError, match="disk full"):
        write_renditions(picture, "photos/token")
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_folders_cannot_be_guessed():
    folders = {pictures.new_folder("photos") for _ in range(1000)}

    assert len(folders) == 1000
    assert all(len(folder) == len("photos/") + 16 for folder in folders)
