"""Players and posts of other sites that came with a paste: each becomes a link to what it shows.

No frame and no script of anybody else gets into a text; a frame that nobody was to see is not missed.
"""

import re
from urllib.parse import urlsplit

_SHOWN_AT = (
    (re.compile(r"https://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{11})(?:[?#].*)?"),
     "https://www.youtube.com/watch?v={}"),
    (re.compile(r"https://player\.vimeo\.com/video/(\d{1,15})(?:[?#].*)?"), "https://vimeo.com/{}"),
    (re.compile(r"https://platform\.(?:twitter|x)\.com/embed/[^?#]*\?(?:[^#]*&)?id=(\d{1,25})(?:[&#].*)?"),
     "https://x.com/i/status/{}"),
)  # fmt: skip
_SECURE = re.compile(r"https://[^/?#\s\\]+\S*", re.IGNORECASE)


def linked(frame: dict[str, str | None]) -> tuple[str, str] | None:
    """Return (address, its host as a title) of what a frame with these attributes shows, or None.

    None for an address that is not https, and for a frame of no size: those count visitors.
    """
    address = (frame.get("src") or "").strip()
    if not _SECURE.fullmatch(address) or {frame.get("width"), frame.get("height")} & {"0", "1"}:
        return None
    for shape, shown_at in _SHOWN_AT:
        if found := shape.fullmatch(address):
            address = shown_at.format(found[1])
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return (address, host.removeprefix("www.")) if host else None
