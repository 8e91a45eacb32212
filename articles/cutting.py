"""Crops for photos that came into the library before there were any."""

import logging

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from articles.models import Photo
from newsroom import pictures
from newsroom.purges import purge

MOST_AT_ONCE = 50  # each takes a good part of a second

log = logging.getLogger(__name__)


def cut_old_photos() -> None:
    """Write the crops of up to MOST_AT_ONCE photos that have none, the newest first (chore).

    Files are written outside the transaction, and removed when somebody else was faster. A photo whose file
    is lost or broken is named in the log and passed over.
    """
    cut = 0
    for photo in Photo.objects.filter(crops={}).order_by("-pk").iterator():
        cut += _cut(photo)
        if cut == MOST_AT_ONCE:
            return


def _cut(photo):
    folder = photo.file.name.rpartition("/")[0]
    try:
        with default_storage.open(photo.file.name) as file, Image.open(file) as image:
            crops = pictures.write_crops(image.convert("RGB"), folder, photo.focal_x, photo.focal_y)
    except (OSError, Image.DecompressionBombError) as fault:
        log.warning("Photo %s cannot be cut: %s", photo.pk, fault)
        return False
    is_stored = False
    try:
        is_stored = _store(photo, crops)
    finally:
        if not is_stored:
            pictures.remove_files(pictures.names_of_crops(crops))
    return True


@transaction.atomic
def _store(photo, crops):
    """One conditional UPDATE: whoever moved the focal point, or cut it, in the meantime knows better."""
    same = Photo.objects.filter(pk=photo.pk, crops={}, focal_x=photo.focal_x, focal_y=photo.focal_y)
    if not same.update(crops=crops):
        return False
    purge(photo.kept_name)
    return True
