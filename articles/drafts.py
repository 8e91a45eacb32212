"""Reading the stored working text as the checklist sees it, in a handful of queries."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime

from articles.body import clean_body, plain_text
from articles.checklist import Draft, Finding, Picture, check
from articles.figures import figures_in, recordings_in
from articles.links import broken_links
from articles.models import Article, Photo, Recording, Release
from newsroom import clock

TWIN_DAYS = 30
_LINES = ["headline", "kicker", "standfirst", "dateline", "lead_caption", "seo_title", "seo_description"]


def check_article(article: Article, *, at: datetime | None = None) -> list[Finding]:
    """Return what the checklist finds in the stored working text, for readers at ``at`` (default now)."""
    return check(read_draft(article, at=at))


def read_draft(article: Article, *, at: datetime | None = None) -> Draft:
    """Read the working text of a stored ``article``; links are judged as of ``at`` (default now)."""
    at = at or clock.now()
    body = clean_body(article.body)
    points = tuple(article.key_points.values_list("text", flat=True))
    sources = list(article.sources.values_list("title", "note"))
    pictures = tuple(_pictures(article, body, at))
    return Draft(
        headline=article.headline,
        type=article.type,
        has_section=article.section_id is not None,
        bylines=article.bylines.count(),
        key_points=points,
        sources=len(sources),
        body=body,
        texts=(
            *((name, getattr(article, name)) for name in _LINES),
            *(("key_points", text) for text in points),
            ("body", plain_text(body)),
            *(("sources", text) for row in sources for text in row),
            *((picture.field, picture.alt) for picture in pictures),
        ),
        pictures=pictures,
        untranscribed=_untranscribed(body),
        broken_links=tuple(broken_links(body, at=at, within=article)),
        twin=_twin(article, at),
    )


def _pictures(article, body, at):
    """The lead photo, and every image of the body with the words of this use before the photo's own."""
    if photo := article.lead_photo:
        words = (photo.alt, photo.is_decorative, photo.credit)
        yield Picture("lead_photo", "The lead photo", *words, is_expired=not photo.is_usable(at))
    uses = [figure for figure in figures_in(body) if figure.kind == "photo"]
    photos = Photo.objects.in_bulk([use.key for use in uses]) if uses else {}
    for number, use in enumerate(uses, start=1):
        name, photo = f"Picture {number} in the text", photos.get(use.key)
        if photo is None:
            yield Picture("body", name, use.alt, is_decorative=False, credit="", is_gone=True)
            continue
        words = (use.alt or photo.alt, photo.is_decorative, photo.credit)
        yield Picture("body", name, *words, is_expired=not photo.is_usable(at))


def _untranscribed(body):
    """The titles of the recordings in ``body`` that somebody who cannot hear them cannot read."""
    keys = recordings_in(body)
    silent = Recording.objects.filter(pk__in=keys, transcript="").order_by("pk") if keys else []
    return tuple(recording.title for recording in silent)


def _twin(article, at):
    """When another article went to readers with the same headline, as a sentence; "" when none did."""
    if not article.headline.strip():
        return ""
    twin = (
        Release.timeline.filter(
            headline__iexact=article.headline.strip(),
            published_at__gte=at - timedelta(days=TWIN_DAYS),
            live_from__lte=clock.now(),
        )
        .exclude(article=article)
        .order_by("-published_at", "-pk")
        .values_list("published_at", flat=True)
        .first()
    )
    if twin is None:
        return ""
    return f"Another story had this very headline on {date_format(localtime(twin), 'j F')}."
