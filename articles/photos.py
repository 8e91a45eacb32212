"""The photo library: how a picture comes in, changes and goes, with its files and its purges.

The same file twice is refused in words (KnownPhotoError, which carries the photo that is there): to hand the
old one out quietly would throw away the description and credit that were just typed.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import Image

from articles.models import Photo
from newsroom import clock, pictures
from newsroom.audit import record, record_change
from newsroom.pictures import Picture, PictureError
from newsroom.purges import purge

MAX_BYTES = 30_000_000
_WORDS = ("alt", "is_decorative", "caption", "credit", "source", "licence", "usable_until")
_FOCUS = ("focal_x", "focal_y")
_IN_THE_FILE = ("credit", "caption", "source", "licence")


class KnownPhotoError(PictureError):
    """The library has this very file already; ``photo`` is it."""

    def __init__(self, photo):
        super().__init__(f"This picture is in the library already: {photo}.")
        self.photo = photo


def cut_of(photo: Photo, kind: str) -> dict:
    """Return {"url": absolute, "width", "height"} of a part of ``photo``, one of ``newsroom.pictures.CROPS``.

    Those of the whole picture where it was never cut. Reads no database.
    """
    cut = photo.crops.get(kind)
    name = cut["name"] if cut else photo.file.name
    size = cut or {"width": photo.width, "height": photo.height}
    address = urljoin(f"{settings.SITE_URL}/", default_storage.url(name))
    return {"url": address, "width": size["width"], "height": size["height"]}


def read_photo(file) -> Picture:
    """Return the picture in ``file``, fit for the library (for forms), or raise PictureError in words."""
    picture = pictures.read_picture(file, max_bytes=MAX_BYTES)
    _refuse_known(picture)
    return picture


def add_photo(file, *, by, alt: str = "", is_decorative: bool = False, **fields) -> Photo:
    """Put the picture in ``file`` (an open file, or a Picture from ``read_photo``) into the library.

    ``fields`` are caption, credit, source, licence (those inside the file where empty), usable_until,
    focal_x, focal_y. Raises PictureError in words, KnownPhotoError for a file that is there. Files are
    written before the transaction, and removed when it fails.
    """
    _refuse_undescribed(alt, is_decorative)
    _refuse_unknown_fields(fields)
    alt = "" if is_decorative else alt.strip()
    return _add(file, by, fields | {"alt": alt, "is_decorative": is_decorative})


def receive_photo(file, *, by) -> Photo:
    """Put the picture in ``file`` into the library as it came, to be described afterwards.

    Until somebody says what it shows, the checklist keeps back every story that uses it. Otherwise like
    ``add_photo``.
    """
    return _add(file, by, {})


def _add(file, by, said):
    picture = file if isinstance(file, Picture) else read_photo(file)
    inside = {name: getattr(picture.words, name) for name in _IN_THE_FILE}
    photo = Photo(
        width=picture.width,
        height=picture.height,
        digest=picture.digest,
        uploaded_by=by,
        **inside | {name: value for name, value in said.items() if value != ""},
    )
    _write(photo, picture)
    return photo


def _refuse_undescribed(alt, is_decorative):
    if not is_decorative and not alt.strip():
        raise PictureError("Describe the picture for those who cannot see it, or mark it as decoration.")


def _refuse_unknown_fields(fields):
    if unknown := set(fields) - set(_WORDS + _FOCUS):
        raise TypeError(f"A photo has no {', '.join(sorted(unknown))}.")


def _refuse_known(picture):
    known = Photo.objects.filter(digest=picture.digest).first()
    if known is not None:
        raise KnownPhotoError(known)


def _write(photo, picture):
    folder = pictures.new_folder("photos")
    names = [pictures.write_original(picture, folder)]
    photo.file.name = names[0]
    try:
        photo.renditions = pictures.write_renditions(picture, folder)
        names += pictures.names_in(photo.renditions)
        photo.crops = pictures.write_crops(picture.image, folder, photo.focal_x, photo.focal_y)
        names += pictures.names_of_crops(photo.crops)
        with transaction.atomic():
            photo.save(force_insert=True)
            _purge_when_it_expires(photo)
            record("added", photo, by=photo.uploaded_by, after=_said_of(photo))
    except BaseException as error:
        pictures.remove_files(names)
        if isinstance(error, IntegrityError):
            _refuse_known(picture)  # somebody else was faster with the same file
        raise


def change_photo(photo: Photo, *, by, **fields) -> Photo:
    """Change what is said of a photo (fields as in ``add_photo``, alt and is_decorative too).

    Every page that shows the photo is purged, now and when its licence ends. A new focal point cuts the
    crops anew, before the transaction; the old ones go after it. Raises PictureError in words when the
    description is missing.
    """
    _refuse_unknown_fields(fields)
    for name, value in fields.items():
        setattr(photo, name, value)
    _refuse_undescribed(photo.alt, photo.is_decorative)
    if photo.is_decorative:
        photo.alt = ""
    crops = _cut_anew(photo)
    try:
        _store_change(photo, [*fields, "alt"], by, crops)
    except BaseException:
        pictures.remove_files(pictures.names_of_crops(crops or {}))
        raise
    return photo


@transaction.atomic
def _store_change(photo, names, by, crops):
    stored = Photo.objects.select_for_update().get(pk=photo.pk)
    if crops is not None:
        photo.crops = crops
        old = pictures.names_of_crops(stored.crops)
        transaction.on_commit(lambda: pictures.remove_files(old))
        names = [*names, "crops"]
    photo.save(update_fields=names)
    purge(photo.kept_name)
    _purge_when_it_expires(photo)
    record_change("changed", photo, by=by, before=_said_of(stored), after=_said_of(photo))


def _cut_anew(photo):
    """New crops, when the focal point is another than the stored one; None when nothing is to be cut."""
    stored = Photo.objects.get(pk=photo.pk)
    if all(getattr(stored, name) == getattr(photo, name) for name in _FOCUS):
        return None
    try:
        with default_storage.open(photo.file.name) as file, Image.open(file) as image:
            folder = photo.file.name.rpartition("/")[0]
            return pictures.write_crops(image.convert("RGB"), folder, photo.focal_x, photo.focal_y)
    except FileNotFoundError:  # a file that was lost is no reason to refuse the words
        return {}


def _purge_when_it_expires(photo):
    if photo.expires_at and photo.expires_at > clock.now():
        purge(photo.kept_name, at=photo.expires_at)


def _said_of(photo):
    return {name: getattr(photo, name) for name in (*_WORDS, *_FOCUS)}


def remove_photo(photo: Photo, *, by=None) -> None:
    """Delete a photo that nothing uses, its files once that is certain; raises ProtectedError otherwise."""
    names = [photo.file.name, *pictures.names_in(photo.renditions), *pictures.names_of_crops(photo.crops)]
    with transaction.atomic():
        purge(photo.kept_name)
        record("deleted", photo, by=by, before=_said_of(photo))
        photo.delete()
        transaction.on_commit(lambda: pictures.remove_files(names))
