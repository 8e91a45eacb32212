"""Every address that readers can ask for, as the resolver knows it: a new one is walked by itself."""

import itertools
import re

from django.urls import URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:[^:>]+:)?(\w+)>")
_CLOSED = ("admin/",)  # the desk has walks of its own


def public_addresses(known: dict[str, list], numbers: list[int], words: list[str]) -> set[str]:
    """Return each route outside the desk, filled with whatever fits.

    ``known``: values by the name of a parameter. Any other parameter gets every one of ``numbers``, or of
    ``words`` where a number does not fit.
    """
    return {
        address
        for route, converters in _routes()
        for address in _filled(
            route,
            {
                name: known.get(name) or (numbers if converter.regex == "[0-9]+" else words)
                for name, converter in converters.items()
            },
        )
    }


def _routes(patterns=None, prefix="/", converters=()):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route, known = prefix + str(entry.pattern), dict(converters) | entry.pattern.converters
        if str(entry.pattern) in _CLOSED:
            continue
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route, known)
        else:
            yield route, known


def _filled(route, choices):
    for values in itertools.product(*choices.values()):
        chosen = dict(zip(choices, values, strict=True))
        yield _PARAMETER.sub(lambda found, chosen=chosen: str(chosen[found[1]]), route)
