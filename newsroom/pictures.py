"""Pictures that people upload: read with suspicion, turned upright, stripped, and written in fit sizes.

What is kept is never the file that came: it is decoded and encoded anew, so that no metadata (place, camera,
serial number), no second frame and nothing hidden behind the pixels survives.
"""

import hashlib
import secrets
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from newsroom.picture_words import Words, read_words

MAX_PIXELS = 100_000_000  # a large camera has 61 million; more is no photograph but an attack
MAX_EDGE = 2560  # pixels of the longer side that are kept: a JPEG of 24 million pixels decodes at half size
WIDTHS = (320, 640, 960, 1280, 1920)
_TURNS = {  # EXIF orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_KINDS = {"avif": {"quality": 52, "speed": 8}, "webp": {"quality": 78, "method": 2}}
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# What is cut out for shared links and structured data: the shape as width to height, and the widest to keep.
CROPS = {"social": (1200, 630), "16x9": (1200, 675), "4x3": (1200, 900), "1x1": (1200, 1200)}

NO_PICTURE = _("This is not a picture. Use JPEG, PNG, WebP, AVIF or a still GIF.")
BROKEN = _("This picture is damaged or incomplete. Please save it anew and try again.")
MOVING = _("This picture moves. Use a still one.")


class PictureError(ValueError):
    """A picture is refused; ``str(error)`` is the sentence for the person who sent it."""


@dataclass(frozen=True)
class Picture:
    """A picture that was read: upright RGB pixels in sRGB and nothing else."""

    image: Image.Image
    digest: str  # SHA-256 of the file as it came, in hex: the same file is the same picture
    words: Words  # what the file itself says of the picture

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height


def read_picture(file, *, max_bytes: int, max_pixels: int = MAX_PIXELS, max_edge: int = MAX_EDGE) -> Picture:
    """Return the picture in ``file`` (anything with ``read``), or raise PictureError with a sentence.

    The header is judged before a pixel is decoded. An animation is refused. Longer sides than ``max_edge``
    are scaled down to it. See-through parts become white.
    """
    content = _read_content(file, max_bytes)
    image = _open(content, max_pixels)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise PictureError(MOVING)
    words = read_words(image)
    try:
        pixels = _pixels(image, max_edge)
    except Exception as broken:  # decoders raise nearly anything on bytes made to hurt them
        raise PictureError(BROKEN) from broken
    return Picture(pixels, hashlib.sha256(content).hexdigest(), words)


def _read_content(file, max_bytes):
    file.seek(0)
    content = file.read(max_bytes + 1)
    if not content:
        raise PictureError(_("This file is empty."))
    if len(content) > max_bytes:
        raise PictureError(
            format_lazy(_("This picture is too large: at most {most} MB."), most=_megabytes(max_bytes))
        )
    return content


def _megabytes(size):
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


def _open(content, max_pixels):
    most = f"{max_pixels / 1_000_000:g}"
    too_many = PictureError(
        format_lazy(_("This picture has too many pixels: at most {most} million."), most=most)
    )
    try:
        image = Image.open(BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise too_many from bomb
    except Exception as unknown:  # as above: headers too are made to hurt
        raise PictureError(NO_PICTURE) from unknown
    if image.width * image.height > max_pixels:
        raise too_many
    return image


def _pixels(image, max_edge):
    turn = _turn(image)
    profile = image.info.get("icc_profile")
    image.draft(None, (max_edge, max_edge))  # a JPEG is decoded no larger than is needed
    image.load()
    image.thumbnail((max_edge, max_edge), reducing_gap=2.0)
    flat = _flat(_eight_bits(image), profile)
    if turn is not None:
        flat = flat.transpose(turn)
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    return bare


def _turn(image):
    """Return how to turn the picture upright, or None; EXIF that cannot be read says nothing."""
    try:
        return _TURNS.get(image.getexif().get(0x0112))
    except Exception:  # as above
        return None


def _eight_bits(image):
    if image.mode.startswith(("I", "F")):  # 16-bit greys would be cut off, not scaled
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image


def _flat(image, profile):
    """Return ``image`` as RGB in sRGB, on white where it is see-through."""
    if image.has_transparency_data:
        see_through = image.convert("RGBA")
        white = Image.new("RGBA", see_through.size, "white")
        return Image.alpha_composite(white, see_through).convert("RGB")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")  # a broken profile: the colours are taken as they are
    return image.convert("RGB")


def encode(image: Image.Image, width: int, kinds=tuple(_KINDS)) -> dict[str, bytes]:
    """Return ``image`` scaled down to ``width`` as {"avif": bytes, "webp": bytes}, or only some ``kinds``."""
    return _encode(_scaled(image, width), kinds)


def _encode(image, kinds=tuple(_KINDS)):
    files = {kind: BytesIO() for kind in kinds}
    for kind, file in files.items():
        image.save(file, kind.upper(), **_KINDS[kind])
    return {kind: file.getvalue() for kind, file in files.items()}


def _scaled(image, width):
    if width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def encode_original(image: Image.Image) -> bytes:
    """Return ``image`` as the JPEG that is stored in place of the file that came."""
    out = BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


def fit_widths(width: int, widths=WIDTHS) -> list[int]:
    """Return the widths to write for a picture ``width`` wide: never wider, and none twice but for a hair."""
    top = min(width, max(widths))
    return [step for step in sorted(widths) if step < top * 0.85] + [top]


def new_folder(room: str) -> str:
    """Return a folder for one picture's files, such as ``photos/<token>``, that nobody can guess."""
    return f"{room}/{secrets.token_urlsafe(12)}"


def write_original(picture: Picture, folder: str) -> str:
    """Store the picture as JPEG and return its name in the storage."""
    return default_storage.save(f"{folder}/original.jpg", ContentFile(encode_original(picture.image)))


def write_renditions(picture: Picture, folder: str, widths=WIDTHS) -> list[dict]:
    """Store AVIF and WebP of each fit width; return [{"width", "height", "avif": name, "webp": name}].

    Smallest first. When one cannot be stored, those before it are removed and the error goes on.
    """
    renditions, stored, image = [], [], picture.image
    try:
        for width in reversed(fit_widths(picture.width, widths)):
            image = _scaled(image, width)
            files = _encode(image)
            for kind, content in files.items():
                stored.append(default_storage.save(f"{folder}/{width}.{kind}", ContentFile(content)))
            names = dict(zip(files, stored[-2:], strict=True))
            renditions.append({"width": image.width, "height": image.height} | names)
    except BaseException:
        remove_files(stored)
        raise
    return renditions[::-1]


def names_in(renditions: list[dict]) -> list[str]:
    """Return the storage names of all files of ``renditions``."""
    return [rendition[kind] for rendition in renditions for kind in ("avif", "webp")]


def crop(image: Image.Image, ratio: float, focal_x: int = 50, focal_y: int = 50) -> Image.Image:
    """Return the largest part of ``image`` that is ``ratio`` times as wide as high.

    The focal point (percent from the left and from the top) stands in its middle, or as near to it as the
    edges of the picture allow.
    """
    width, height = image.size
    wide = min(width, max(1, round(height * ratio)))
    high = min(height, max(1, round(width / ratio)))
    left = min(max(0, round(width * focal_x / 100 - wide / 2)), width - wide)
    top = min(max(0, round(height * focal_y / 100 - high / 2)), height - high)
    return image.crop((left, top, left + wide, top + high))


def write_crops(image: Image.Image, folder: str, focal_x: int = 50, focal_y: int = 50) -> dict[str, dict]:
    """Store each of ``CROPS`` as JPEG, under a new name; return {"social": {"name", "width", "height"}, …}.

    None is wider than its part of the picture. When one cannot be stored, those before it are removed and
    the error goes on.
    """
    crops = {}
    try:
        for kind, (width, height) in CROPS.items():
            part = crop(image, width / height, focal_x, focal_y)
            if part.width > width:
                part = part.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
            name = f"{folder}/{kind}-{secrets.token_hex(4)}.jpg"
            stored = default_storage.save(name, ContentFile(encode_original(part)))
            crops[kind] = {"name": stored, "width": part.width, "height": part.height}
    except BaseException:
        remove_files(names_of_crops(crops))
        raise
    return crops


def names_of_crops(crops: dict[str, dict]) -> list[str]:
    """Return the storage names of all files of ``crops``."""
    return [stored["name"] for stored in crops.values()]


def remove_files(names) -> None:
    """Delete stored files; names that are gone already are passed over."""
    for name in names:
        default_storage.delete(name)
