"""Uploaded files. Their names hold a digest or a random part, so a browser may keep them for good.

A player asks for parts of a recording (RFC 9110, section 14): one part is answered with 206, at most
``LONGEST_PART`` at a time, because a worker answers one request at a time and a whole film would hold it as
long as the reader's line takes. Players then ask for the next part.
"""

import mimetypes
import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from newsroom import security
from newsroom.recordings import CONTAINERS

LONGEST_PART = 4_194_304  # bytes
PLAYED = {container.content_type for container in CONTAINERS}
SHOWN = {"image/avif", "image/webp", "image/jpeg", "image/png", "image/gif"} | PLAYED
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")
for _container in CONTAINERS:
    mimetypes.add_type(_container.content_type, f".{_container.suffix}")
_ONE_PART = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


@require_safe
def media_file(request, path):
    if "\x00" in path:
        raise Http404
    try:
        file = default_storage.open(path)
        size = file.size
    except (OSError, SuspiciousFileOperation, ValueError) as missing:
        raise Http404 from missing
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    part = _asked_part(request, size)
    if part is None:
        response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN)
    elif part:
        part = part[:LONGEST_PART]
        response = FileResponse(_Part(file, part), content_type=kind, as_attachment=kind not in SHOWN)
        response.status_code = 206
        response.headers["Content-Length"] = str(len(part))
        response.headers["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{size}"
    else:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code != 416:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.csp = security.MEDIA
    return response


def _asked_part(request, size):
    """The one part of the file that is asked for; None: all of it; an empty range: what it has not.

    Several parts at once, other units and nonsense count as no question, as the standard allows. So does
    If-Range: our answers carry nothing that it could name.
    """
    asked = _ONE_PART.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or "If-Range" in request.headers:
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:  # the last so many bytes
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))


class _Part:
    """A part of an open file, as a file of its own."""

    def __init__(self, file, part):
        self.file, self.left = file, len(part)
        file.seek(part.start)

    def read(self, most):
        piece = self.file.read(min(most, self.left))
        self.left -= len(piece)
        return piece

    def close(self):
        self.file.close()
