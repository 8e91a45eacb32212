"""Permanent links: claimed by publishing, given back only if the public never saw them."""

import re
from datetime import date

from django.utils.text import slugify

from articles.models import Address, Article, Release
from articles.refusals import Refused

_LONGEST = Address._meta.get_field("slug").max_length
_PATH = re.compile(rf"/(\d{{4}})/(\d\d)/(\d\d)/([-a-zA-Z0-9_]{{1,{_LONGEST}}})/", re.ASCII)


def claim(article: Article, day: date, *, latest_slug: str = "") -> str:
    """Make an address of ``day`` the article's and return its slug; the database decides who gets it.

    Without a slug of its own the article keeps the one that readers know, or gets one from its headline,
    numbered when another article has it; that one is not written into the article, where it would count as
    typed although its address may be given back. Raises Refused when the slug that somebody typed is taken.
    """
    wanted = article.slug or latest_slug
    if wanted:
        if not _take(article, day, wanted):
            raise Refused(f"Another article of that day has the address “{wanted}”. Choose another one.")
        return wanted
    base = _from_headline(article.headline)
    if not base:
        raise Refused("Type an address for this article: none can be made from its headline.")
    return next(slug for slug in _numbered(base) if _take(article, day, slug))


def give_back_unseen(article: Article) -> None:
    """Free the addresses that no release of the article bears: they were only ever scheduled."""
    borne = set(Release.timeline.filter(article=article).values_list("day", "slug"))
    unseen = [row.pk for row in Address.objects.filter(article=article) if (row.day, row.slug) not in borne]
    Address.objects.filter(pk__in=unseen).delete()


def path_now(path: str) -> str:
    """Return where the article at ``path`` stands now, or ``path`` itself for anything else."""
    claimed = _read(path)
    address = claimed and Address.objects.known_at(*claimed).first()
    return (address and address.current_url) or path


def article_at(path: str) -> int | None:
    """Return the key of the article that ``path`` belongs to, live or not, or None."""
    if not (claimed := _read(path)):
        return None
    day, slug = claimed
    return Address.objects.filter(day=day, slug=slug).values_list("article", flat=True).first()


def _read(path):
    """The day and slug that ``path`` names, or None."""
    match = _PATH.fullmatch(path)
    try:
        return match and (date(int(match[1]), int(match[2]), int(match[3])), match[4])
    except ValueError:
        return None


def _take(article, day, slug):
    Address.objects.bulk_create([Address(day=day, slug=slug, article=article)], ignore_conflicts=True)
    return Address.objects.filter(day=day, slug=slug, article=article).exists()


def _from_headline(headline):
    slug = slugify(headline)
    if len(slug) <= _LONGEST - 4:
        return slug
    return slug[: _LONGEST - 4].rpartition("-")[0] or slug[: _LONGEST - 4]


def _numbered(base):
    yield base
    yield from (f"{base}-{number}" for number in range(2, 1000))
