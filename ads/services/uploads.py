"""Pictures that come with a form: kept when the form comes back, so that nobody has to choose again."""

from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ads.models import AdUpload
from newsroom.pictures import Picture, encode, new_folder

KEPT_FOR = timedelta(hours=48)
_SIGNER = signing.TimestampSigner(salt="ads.upload")


def keep_upload(picture: Picture) -> str:
    """Store a picture that was read, for at most 48 hours; return the word for it in the form."""
    content = ContentFile(encode(picture.image, picture.width, ("webp",))["webp"])
    name = default_storage.save(f"{new_folder('campaigns')}.webp", content)
    AdUpload.objects.create(name=name)
    return _SIGNER.sign(name)


def kept_upload(word: str) -> str:
    """Return the storage name that ``word`` stands for, or "" when we never gave it or it is too old."""
    try:
        return _SIGNER.unsign(word, max_age=KEPT_FOR)
    except signing.BadSignature:
        return ""


def take_upload(name: str) -> bool:
    """Take the picture for an ad, inside the ad's transaction; of all who ever ask, one gets True."""
    deleted, _ = AdUpload.objects.filter(name=name).delete()
    return bool(deleted)


def forget_uploads() -> None:
    """Delete pictures whose forms were never sent (chore)."""
    for upload in AdUpload.objects.filter(at__lt=timezone.now() - KEPT_FOR - timedelta(hours=1)):
        if take_upload(upload.name):
            default_storage.delete(upload.name)
