"""Uploaded files. Their names hold a digest or a random part, so a browser may keep them for good."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from newsroom import security

SHOWN = {"image/avif", "image/webp", "image/jpeg", "image/png", "image/gif"}
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")


@require_safe
def media_file(request, path):
    if "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation, ValueError) as missing:
        raise Http404 from missing
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.csp = security.MEDIA
    return response
