"""What the editor must know of the photos and recordings that a text names."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from articles import access
from articles.figures import KEY
from articles.models import Photo, Recording

MOST_AT_ONCE = 100
_WIDE_ENOUGH = 640  # pixels, for the column of the editor


@require_safe
def named_things(request):
    """Answer ``{"photo-12": {…}, "recording-3": {…}}`` for ``?photo=12&recording=3``."""
    if not access.may_write(request.user):
        raise PermissionDenied
    things = {}
    for model, said in ((Photo, _said_of_photo), (Recording, _said_of_recording)):
        name = model._meta.model_name
        keys = [key for key in request.GET.getlist(name)[:MOST_AT_ONCE] if KEY.fullmatch(key)]
        if keys and _may_see(request.user, name):
            things |= {f"{name}-{row.pk}": said(row) for row in model.objects.filter(pk__in=keys)}
    return JsonResponse(things)


def _may_see(user, name):
    return user.has_perm(f"articles.view_{name}") or user.has_perm(f"articles.change_{name}")


def _said_of_photo(photo):
    wide = next((one for one in photo.renditions if one["width"] >= _WIDE_ENOUGH), None)
    return {
        "src": default_storage.url(wide["webp"]) if wide else photo.file.url,
        "alt": photo.alt,
        "caption": photo.caption,
        "credit": photo.credit,
    }


def _said_of_recording(recording):
    return {
        "src": recording.file.url,
        "title": recording.title,
        "kind": recording.kind,
        "has_transcript": bool(recording.transcript),
    }
