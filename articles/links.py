"""Links of a body to the paper's own pages: which of them readers would not find."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve

from articles.models import Address, Article, Author, Release, Section, Tag
from newsroom.models import Redirect
from newsroom.redirects import UNKNOWN

_HREF = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
# Pages found by a slug: the name of the address → the model behind it.
_BY_SLUG = {"articles:section": Section, "articles:author": Author, "articles:tag": Tag}


def internal_paths(html: str) -> Iterator[tuple[str, str]]:
    """Yield (address as typed, path) of each link of clean ``html`` that leads to a page of this paper."""
    for typed in dict.fromkeys(unescape(found) for found in _HREF.findall(html)):
        is_ours = typed.startswith("/") or typed == settings.SITE_URL
        if is_ours or typed.startswith((f"{settings.SITE_URL}/", f"{settings.SITE_URL}?")):
            path = unquote(urlsplit(typed.removeprefix(settings.SITE_URL)).path) or "/"
            yield typed, path


def broken_links(html: str, *, at: datetime, within: Article) -> list[str]:
    """Return the addresses in ``html`` of this paper that answer no reader at ``at``, as they were typed.

    The article's own address counts as found; a page that has moved is found too.
    """
    links = list(internal_paths(html))
    if not links:
        return []
    moved = set(Redirect.objects.filter(old_path__in=[path for _, path in links]).values_list("old_path"))
    places = {path: _place(path) for _, path in links}
    articles = _known_articles([key for kind, key in places.values() if kind == "article"], at, within)
    slugs = {
        name: set(model.objects.filter(slug__in=wanted).values_list("slug", flat=True))
        for name, model in _BY_SLUG.items()
        if (wanted := [key for kind, key in places.values() if kind == name])
    }

    def is_found(path):
        kind, key = places[path]
        found = {"page": True, "nothing": False, "article": key in articles}
        return (path,) in moved or found.get(kind, key in slugs.get(kind, ()))

    return [typed for typed, path in links if not is_found(path)]


def _place(path):
    """What a path leads to: ("article", (day, slug)), (name, slug), ("page", "") or ("nothing", "")."""
    match = _resolved(path)
    if match is None or match.app_name == "admin":
        return "nothing", ""
    if match.view_name == "articles:article":
        try:
            day = date(match.kwargs["year"], match.kwargs["month"], match.kwargs["day"])
        except (ValueError, OverflowError):
            return "nothing", ""
        return "article", (day, match.kwargs["slug"])
    if match.view_name in _BY_SLUG:
        return match.view_name, match.kwargs["slug"]
    return "page", ""


def _resolved(path):
    for address in (path, f"{path}/"):  # a missing slash at the end is added on the way
        try:
            match = resolve(address)
        except Resolver404:
            continue
        if match.view_name != UNKNOWN:
            return match
    return None


def _known_articles(wanted, at, within):
    """Which (day, slug) stand for an article that readers see at ``at``, or for ``within`` itself."""
    if not wanted:
        return set()
    places = Q()
    for day, slug in set(wanted):
        places |= Q(day=day, slug=slug)
    seen = Q(article=within) | Q(article__in=Release.timeline.public(at).order_by().values("article"))
    return set(Address.objects.filter(places).filter(seen).values_list("day", "slug"))
