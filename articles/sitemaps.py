"""Sitemaps (sitemaps.org 0.9): an index, the stories by months, the paper's other pages, and Google News's.

A story stands in the part of the month in which it was published, by UTC, and stays there for good: a
publication changes one part and the index. None is cut by offset. ``lastmod`` is honest: a story's is its
last substantive update, which a correction always is.
"""

import re
from datetime import MAXYEAR, UTC, datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render

from articles.archives import last_change_of_each_month, month_name
from articles.models import (
    Author,
    Policy,
    Release,
    ReleaseByline,
    ReleaseTag,
    Section,
    Series,
    Tag,
    Type,
)
from articles.models.releases import article_url
from articles.services.purging import NEWS, NEWS_LASTS
from newsroom import clock
from newsroom.fields import without_unseen
from newsroom.kept import kept
from newsroom.site import absolute

MOST_IN_PART = 50_000  # addresses of one file, by the protocol
MOST_NEWS = 1_000  # addresses of a news sitemap, by Google
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_SHOWN = {"article__is_hidden": False, "canonical_url": ""}
_CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}  # Google's exceptions from ISO 639


def for_machines(stories):
    """Those that search engines are shown: none that is hidden from them or at home elsewhere."""
    return stories.filter(**_SHOWN)


@kept
def sitemap_index(request):
    """A line for each month and the last change of it; hidden stories count too: see ``stories_sitemap``."""
    changes = last_change_of_each_month().values_list("published_at", "live_from")
    parts = [
        {"address": absolute(_address_of_month(published_at)), "changed_at": _said(live_from)}
        for published_at, live_from in sorted(changes, reverse=True)
    ]
    return _xml(request, "index", parts=[{"address": absolute("/sitemaps/pages.xml")}, *parts])


@kept
def stories_sitemap(request, month):
    """One month; empty where all its stories are hidden, not there where it has none."""
    match = _MONTH.fullmatch(month)
    if not match or match[1] == "0000":
        raise Http404
    start = datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC)
    if start.year == MAXYEAR:
        raise Http404
    end = (start + timedelta(days=32)).replace(day=1)
    of_month = Release.objects.filter(published_at__gte=start, published_at__lt=end)
    stories = for_machines(of_month.naming(month_name(start)))
    rows = stories.values_list("day", "slug", "updated_at", "lead_photo__file")[:MOST_IN_PART]
    pages = [
        {
            "address": absolute(article_url(day, slug)),
            "changed_at": _said(updated_at),
            "image": _image(photo),
        }
        for day, slug, updated_at, photo in rows
    ]
    if not pages and not of_month.naming(month_name(start)).exists():
        raise Http404
    return _xml(request, "pages", pages=pages)


@kept
def pages_sitemap(request):
    """The front page, the policies, and all that stories are sorted by, as far as there is a story."""
    live, at = for_machines(Release.objects.order_by()), clock.now()
    is_live = {
        "release__live_from__lte": at,
        "release__live_until__gt": at,
        **{f"release__{name}": value for name, value in _SHOWN.items()},
    }
    here = OuterRef("pk")
    stands = {
        Section: live.filter(section=here).is_any() | live.filter(top_section=here).is_any(),
        Series: live.filter(series=here).is_any(),
        Author: Exists(ReleaseByline.objects.order_by().filter(author=here, is_listed=True, **is_live)),
        Tag: Exists(ReleaseTag.objects.order_by().filter(tag=here, **is_live)),
    }
    names = {Section: "sections", Series: "series", Author: "authors", Tag: "tags"}
    pages = [{"address": absolute("/")}, {"address": absolute("/corrections/")}]
    for policy in Policy.objects.naming("policies"):
        pages.append({"address": absolute(policy.get_absolute_url()), "changed_at": _said(policy.changed_at)})
    for model, has_story in stands.items():
        rows = model.objects.filter(has_story).naming("front", names[model])
        slugs = rows.order_by("slug").values_list("slug", flat=True)
        pages += [{"address": absolute(model(slug=slug).get_absolute_url())} for slug in slugs]
    return _xml(request, "pages", pages=pages[:MOST_IN_PART])


@kept
def news_sitemap(request):
    """The news of the last two days for Google News; nothing that was paid for."""
    since = clock.now() - NEWS_LASTS
    recent = Release.objects.filter(published_at__gt=since).exclude(type=Type.SPONSORED)
    stories = for_machines(recent).naming("front", NEWS)
    rows = stories.values_list("day", "slug", "published_at", "headline")[:MOST_NEWS]
    pages = [
        {
            "address": absolute(article_url(day, slug)),
            "published_at": _said(published_at),
            "title": without_unseen(headline),
        }
        for day, slug, published_at, headline in rows
    ]
    return _xml(request, "news", pages=pages, language=news_language(settings.LANGUAGE_CODE))


def news_language(code: str) -> str:
    """Return the language as Google News names it: ISO 639, and two kinds of Chinese."""
    return _CHINESE.get(code, code.partition("-")[0])


def _address_of_month(moment):
    month = moment.astimezone(UTC)
    return f"/sitemaps/stories-{month.year:04}-{month.month:02}.xml"


def _said(moment):
    """A W3C datetime to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _image(name):
    if not name:
        return ""
    url = default_storage.url(name)
    return absolute(url) if url.startswith("/") else url


def _xml(request, template, **context):
    content_type = "application/xml; charset=utf-8"
    return render(request, f"articles/sitemaps/{template}.xml", context, content_type=content_type)
