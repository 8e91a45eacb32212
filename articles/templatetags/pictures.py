"""``{% picture photo sizes="(min-width: 60em) 40rem, 100vw" %}``: a photo in the size that fits."""

from django import template
from django.core.files.storage import default_storage

register = template.Library()


@register.inclusion_tag("articles/_picture.html")
def picture(photo, sizes="100vw", lazy=True, alt=None):
    """Show ``photo`` (nothing when there is none); the lead picture of a page says ``lazy=False``.

    ``alt`` says for this one use what the photo's own description does not. ``sizes`` of a
    picture as wide as a phone say 88vw: at 100vw browsers take the next larger file for no sharpness that
    shows. Reads no database.
    """
    if not photo:
        return {"photo": None}
    return {
        "photo": photo,
        "source": photo.file.url,
        "avif": _srcset(photo, "avif"),
        "webp": _srcset(photo, "webp"),
        "sizes": sizes,
        "lazy": lazy,
        "alt": photo.alt if alt is None else alt,
        "focus": focus_of(photo),
    }


def focus_of(photo):
    """The classes of ``focus.css`` that keep the focal point in sight where a picture is cut.

    "" for the middle; in steps of ten percent: no page may hold an inline style.
    """
    steps = {axis: (getattr(photo, f"focal_{axis}") + 5) // 10 * 10 for axis in "xy"}
    return " ".join(f"focus-{axis}-{step}" for axis, step in steps.items() if step != 50)


def _srcset(photo, kind):
    return ", ".join(
        f"{default_storage.url(rendition[kind])} {rendition['width']}w" for rendition in photo.renditions
    )
