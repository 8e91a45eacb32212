import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from newsroom import pictures
from newsroom.pictures import PictureError, encode, read_picture
from tests.factories_pictures import a_jpeg_with, a_picture_file, as_file

MEGABYTE = 1_000_000


def read(file, **limits):
    return read_picture(file, **{"max_bytes": MEGABYTE} | limits)


def refusal(file, **limits):
    with pytest.raises(PictureError) as refused:
        read(file, **limits)
    return str(refused.value)


def colour_at(picture, x, y):
    return tuple(round(value / 64) * 64 for value in picture.image.getpixel((x, y)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_the_five_formats_of_the_web_are_read_to_the_pixel_size(kind):
    picture = read(a_picture_file((300, 200), kind))

    assert (picture.width, picture.height, picture.image.mode) == (300, 200, "RGB")


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "EPS"])
def test_other_formats_are_refused_in_words(kind):
    assert refusal(a_picture_file((64, 64), kind)) == pictures.NO_PICTURE


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        b"\x00" * 500,
        b"MZ" + b"\x90" * 100,
    ],
)
def test_what_is_no_picture_is_refused_in_words(content):
    assert refusal(BytesIO(content)) == pictures.NO_PICTURE


def test_an_empty_file_is_refused_in_words():
    assert refusal(BytesIO(b"")) == "This file is empty."


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_refused():
    file = a_picture_file((64, 64), "PNG")
    size = len(file.getvalue())

    assert read(file, max_bytes=size).width == 64
    assert refusal(file, max_bytes=size - 1) == "This picture is too large: at most 0 MB."


def test_the_limit_is_said_in_megabytes():
    assert refusal(BytesIO(b"x" * 2_500_001), max_bytes=2_500_000) == (
        "This picture is too large: at most 2.5 MB."
    )


def a_png_that_claims(width, height):
    """A PNG whose header claims a size that its few bytes of pixels do not hold."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1000)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_001, 12_000, 50_000, 2_000_000])
def test_a_decompression_bomb_is_refused_by_its_header(side, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("a pixel was decoded"))

    assert refusal(a_png_that_claims(side, side)) == "This picture has too many pixels: at most 100 million."


def test_the_limit_of_pixels_can_be_set_and_is_exact():
    file = a_picture_file((100, 100))

    assert read(file, max_pixels=10_000).width == 100
    assert refusal(file, max_pixels=9_999) == "This picture has too many pixels: at most 0.009999 million."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_truncated_picture_is_refused_in_words(kind):
    whole = as_file(Image.effect_noise((200, 200), 90).convert("RGB"), kind).getvalue()

    assert refusal(BytesIO(whole[: len(whole) // 2])) in (pictures.BROKEN, pictures.NO_PICTURE)


def an_animation(kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    return as_file(frames[0], kind, save_all=True, append_images=frames[1:])


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_is_refused(kind):
    assert refusal(an_animation(kind)) == pictures.MOVING


def test_a_camera_file_with_a_second_picture_inside_is_no_animation():
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    file = as_file(frames[0], "MPO", save_all=True, append_images=frames[1:])

    assert read(file).image.getpixel((20, 20))[0] > 200


@pytest.mark.parametrize(("orientation", "edge"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_a_picture_is_turned_upright_as_its_camera_says(orientation, edge):
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = read(a_picture_file((400, 300), color="white", exif=exif))

    w, h = picture.width, picture.height
    places = {"left": (3, h // 2), "right": (w - 4, h // 2), "top": (w // 2, 3), "bottom": (w // 2, h - 4)}
    assert (w, h) == ((400, 300) if orientation in (1, 3) else (300, 400))
    dark = [name for name, place in places.items() if picture.image.getpixel(place)[0] < 60]
    assert dark == [edge]


def test_see_through_parts_become_white():
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    half = Image.new("RGBA", (10, 10), (0, 0, 0, 128))

    assert read(as_file(image, "PNG")).image.getpixel((5, 5)) == (255, 255, 255)
    assert read(as_file(half, "PNG")).image.getpixel((5, 5)) == (127, 127, 127)


def test_a_palette_with_a_see_through_colour_is_read_without_a_warning():
    image = Image.new("P", (10, 10), 0)
    image.putpalette([255, 0, 0] + [0, 0, 255] * 255)

    assert read(as_file(image, "PNG", transparency=b"\x00")).image.getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bit_grey_is_scaled_and_not_cut_off():
    image = Image.new("I;16", (10, 10), 32768)

    assert read(as_file(image, "PNG")).image.getpixel((5, 5)) == (128, 128, 128)


def test_printers_colours_become_screen_colours():
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))

    red, green, blue = read(as_file(image, "JPEG")).image.getpixel((5, 5))

    assert red > 200
    assert max(green, blue) < 60


def test_a_broken_colour_profile_does_not_refuse_the_picture():
    picture = read(a_picture_file((64, 64), icc_profile=b"no profile"))

    assert picture.width == 64


def test_colours_are_translated_to_srgb_from_the_profile_inside():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"keep", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"keep", b"gXYZ", 1)

    red, green, blue = read(a_picture_file(color="#ff0000", icc_profile=swapped)).image.getpixel((400, 300))

    assert green > 200
    assert max(red, blue) < 60


def test_nothing_but_pixels_survives():
    exif = Image.Exif()
    exif[0x010F] = "A camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    file = a_picture_file((64, 64), exif=exif, comment=b"secret", icc_profile=b"")

    picture = read(file)

    assert picture.image.info == {}
    assert dict(picture.image.getexif()) == {}
    for content in (*encode(picture.image, 64).values(), pictures.encode_original(picture.image)):
        assert b"camera maker" not in content
        assert b"secret" not in content
        assert dict(Image.open(BytesIO(content)).getexif()) == {}


def test_the_place_where_it_was_taken_is_in_the_file_that_came_and_in_none_that_is_kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (53.0, 33.0, 12.0), 3: "E", 4: (9.0, 59.0, 1.0)}
    sent = a_picture_file((700, 500), exif=exif)
    assert Image.open(sent).getexif().get_ifd(0x8825)[2] == (53.0, 33.0, 12.0)

    picture = read(sent)
    pictures.write_original(picture, "photos/x")
    pictures.write_renditions(picture, "photos/x")
    pictures.write_crops(picture.image, "photos/x")

    kept = [BytesIO(path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1 + 2 * 2 + len(pictures.CROPS)
    assert [dict(Image.open(file).getexif().get_ifd(0x8825)) for file in kept] == [{}] * len(kept)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # Pillow's way of saying so; a live site only logs it
def test_broken_exif_does_not_refuse_the_picture():
    picture = read(a_jpeg_with(b"\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))

    assert (picture.width, picture.height, picture.words.credit) == (64, 64, "")


def test_a_larger_picture_is_kept_at_the_longest_edge():
    picture = read(a_picture_file((1000, 500)), max_edge=400)

    assert (picture.width, picture.height) == (400, 200)


def test_the_same_file_has_the_same_digest_and_another_another():
    assert read(a_picture_file()).digest == read(a_picture_file()).digest
    assert read(a_picture_file()).digest != read(a_picture_file(color="red")).digest
    assert len(read(a_picture_file()).digest) == 64


def test_a_jpeg_of_many_pixels_is_decoded_small():
    file = a_picture_file((4000, 3000), quality=50)
    picture = read(file, max_edge=1000)

    assert (picture.width, picture.height) == (1000, 750)
