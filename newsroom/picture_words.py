"""What a picture's file says of the picture: the words that photographers and agencies write into it.

IPTC-IIM, as the wire services use it (records 2:80 to 2:120), and for the photographer also EXIF. The words
are read for the form; of the file itself nothing but pixels is kept.
"""

from dataclasses import dataclass

from PIL import IptcImagePlugin

_ARTIST = 0x013B  # EXIF
_BYLINE, _CREDIT, _SOURCE, _COPYRIGHT, _CAPTION = (2, 80), (2, 110), (2, 115), (2, 116), (2, 120)


@dataclass(frozen=True)
class Words:
    """Each "" where the file does not say it."""

    credit: str = ""  # photographer, then agency
    caption: str = ""
    source: str = ""
    licence: str = ""  # the copyright notice


def read_words(image) -> Words:
    """Return what ``image`` (an open PIL image) says of itself; never fails."""
    iptc = _iptc(image)
    names = [name for name in (_text(iptc.get(_BYLINE)), _text(iptc.get(_CREDIT))) if name]
    return Words(
        credit=" / ".join(dict.fromkeys(names))[:200] or _artist(image)[:200],
        caption=_text(iptc.get(_CAPTION))[:400],
        source=_text(iptc.get(_SOURCE))[:200],
        licence=_text(iptc.get(_COPYRIGHT))[:200],
    )


def _iptc(image):
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # a broken block of metadata is no reason to refuse the picture
        return {}


def _artist(image):
    try:
        return _text(image.getexif().get(_ARTIST))
    except Exception:  # as above
        return ""


def _text(value):
    """A line of printable text; older programs wrote the letters of Western Europe, newer ones UTF-8."""
    if isinstance(value, list | tuple):
        value = value[0] if value else b""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = value.decode("cp1252", "replace")
    words = " ".join(str(value or "").split())
    return " ".join("".join(c for c in words if c.isprintable()).split())
