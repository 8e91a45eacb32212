"""Whether a person asks for a page that they look at now: what is counted as read or as shown."""

from newsroom.robots import is_robot

_PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_AHEAD = ("prefetch", "prerender", "preview")


def purpose_of(request) -> str:
    """Return what the headers say that a page is loaded for, in lower case; nearly always nothing."""
    given = [request.META[name] for name in _PURPOSES if name in request.META]
    return " ".join(given).lower()


def is_ahead(purpose: str) -> bool:
    """Whether ``purpose`` is to load a page before anybody asks for it."""
    return any(word in purpose for word in _AHEAD)


def is_reading(request) -> bool:
    """Whether a person asks, for a page that they look at now."""
    is_now = request.method == "GET" and not is_ahead(purpose_of(request))
    return is_now and not is_robot(request.META.get("HTTP_USER_AGENT", ""))
