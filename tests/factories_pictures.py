"""Pictures as people upload them."""

from io import BytesIO

from PIL import Image, ImageDraw

from newsroom.models import User


def a_picture_file(size=(800, 600), kind="JPEG", mode="RGB", color="#336699", **saving):
    """An open file with a picture of one colour with a black left edge, so that turning it shows."""
    image = Image.new(mode, size, color)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 10, size[1]), fill="black" if mode != "L" else 0)
    return as_file(image, kind, **saving)


def as_file(image, kind, **saving):
    file = BytesIO()
    image.save(file, kind, **saving)
    file.seek(0)
    return file


def an_uploader(email="photo-desk@example.org"):
    return User.objects.get_or_create(email=email)[0]


def a_jpeg_with(segment):
    """A small JPEG with one more segment of metadata."""
    content = a_picture_file((64, 64)).getvalue()
    return BytesIO(content[:2] + segment + content[2:])
