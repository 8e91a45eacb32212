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


def a_target(size, spot):
    """White, with one black pixel block where the eye shall stay."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (spot[0] - 5, spot[1] - 5, spot[0] + 5, spot[1] + 5))
    return image


def middle_of_the_dark(image):
    box = image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    return box and ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)


@pytest.mark.parametrize(
    ("ratio", "focus", "size", "seen_at"),
    [
        (1, (50, 50), (500, 500), None),  # the middle of a wide picture leaves the target out
        (1, (20, 50), (500, 500), (200, 400)),  # as near as the left edge allows
        (1, (90, 50), (500, 500), None),
        (2, (20, 80), (1000, 500), (200, 400)),  # exactly its shape: all of it
        (4, (20, 80), (1000, 250), (200, 150)),  # as near as the lower edge allows
        (4, (20, 60), (1000, 250), (200, 225)),
        (0.5, (20, 80), (250, 500), (125, 400)),  # the target stands in the middle
    ],
)
def test_a_crop_is_the_largest_of_its_shape_around_the_focal_point(ratio, focus, size, seen_at):
    image = a_target((1000, 500), (200, 400))

    part = pictures.crop(image, ratio, *focus)

    assert (part.size, middle_of_the_dark(part)) == (size, seen_at)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (7, 5)])
@pytest.mark.parametrize("focus", [(0, 0), (100, 100)])
def test_a_crop_never_leaves_the_picture_nor_is_empty(size, focus):
    image = Image.new("RGB", size, "red")

    for ratio in (1, 16 / 9, 1200 / 630, 0.01, 100):
        part = pictures.crop(image, ratio, *focus)
        assert part.width >= 1
        assert part.height >= 1
        assert part.getextrema() == ((255, 255), (0, 0), (0, 0))


def test_crops_are_written_as_jpeg_in_the_sizes_that_sharing_asks_for(media):
    crops = pictures.write_crops(Image.new("RGB", (2560, 1600), "red"), "photos/token")

    assert {kind: (crop["width"], crop["height"]) for kind, crop in crops.items()} == {
        "social": (1200, 630),
        "16x9": (1200, 675),
        "4x3": (1200, 900),
        "1x1": (1200, 1200),
    }
    for crop in crops.values():
        with Image.open(media / crop["name"]) as stored:
            assert (stored.format, stored.size) == ("JPEG", (crop["width"], crop["height"]))


def test_a_small_picture_is_cut_but_never_enlarged():
    crops = pictures.write_crops(Image.new("RGB", (400, 300), "red"), "photos/token")

    assert {kind: (crop["width"], crop["height"]) for kind, crop in crops.items()} == {
        "social": (400, 210),
        "16x9": (400, 225),
        "4x3": (400, 300),
        "1x1": (300, 300),
    }


def test_cutting_again_takes_new_names():
    image = Image.new("RGB", (400, 300), "red")
    first, second = (set(pictures.names_of_crops(pictures.write_crops(image, "photos/t"))) for _ in range(2))

    assert len(first | second) == 8


def test_when_a_crop_cannot_be_stored_none_is_left(media, monkeypatch):
    save = default_storage.save

    def fails_at_the_square(name, content):
        if "1x1" in name:
            raise OSError("disk full")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fails_at_the_square)

    with pytest.raises(OSError, match="disk full"):
        pictures.write_crops(Image.new("RGB", (400, 300), "red"), "photos/token")
    assert [path for path in media.rglob("*") if path.is_file()] == []
