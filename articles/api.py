"""The read-only API: public stories as JSON for anybody, documented for people at ``/api/``.

The promise: fields are added, never taken away or changed in meaning; pages are cut by key, so that nothing
is met twice or left out while stories are published. What the list leaves out is said in ``articles.wire``.
"""

import json
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.timezone import get_default_timezone, localtime

from articles.cursors import UnknownCursorError, cut_stretch
from articles.figures import photos_in, recordings_in
from articles.models import Release, Type
from articles.wire import SUBJECTS, Story, file_url, for_machines, stories_of, whole
from newsroom import clock
from newsroom.fields import BIGGEST_PK
from newsroom.kept import kept
from newsroom.site import absolute

PAGE = 50


class Unfit(ValueError):  # noqa: N818 - a question that cannot be answered, in words
    """``str(error)`` is the sentence for who asked."""


@kept
def article_list(request):
    asked = request.GET
    try:
        releases = _of_type(_since(_of_subject(asked), asked.get("since", "")), asked.get("type", ""))
        before = asked.get("before", "")
        stretch = cut_stretch(whole(releases), before=before, size=PAGE)
    except Unfit as unfit:
        return _answer({"error": str(unfit)}, status=400)
    except UnknownCursorError:
        return _answer({"error": "This value of before was never handed out."}, status=404)
    if before and not stretch.releases:
        return _answer({"error": "Nothing comes before that."}, status=404)
    stories = [said_of(story) for story in stories_of(stretch.releases)]
    return _answer({"articles": stories, "next": _next_url(request, stretch.older)})


@kept
def article_detail(request, article_id):
    if article_id > BIGGEST_PK:
        return _answer({"error": "There is no such article."}, status=404)
    releases = Release.objects.of_article(article_id).filter(article__is_hidden=False)
    if stories := stories_of(list(whole(releases))):
        return _answer(said_of(stories[0]))
    over = Release.timeline.of_article(article_id).filter(live_until__lte=clock.now())
    if over.exists() and not Release.objects.of_article(article_id).exists():
        return _answer({"error": "This article was withdrawn."}, status=410)
    return _answer({"error": "There is no such article."}, status=404)


@kept
def api_page(request):
    """What the API answers, for people, with one story as an example."""
    stories = for_machines(Release.objects.for_front())
    stories = stories.filter(published_at__lte=clock.now())  # else SQLite sorts them all to give one
    newest = stories_of(list(whole(stories)[:1]))
    words = {"example": json.dumps(said_of(newest[0]), indent=2, ensure_ascii=False) if newest else ""}
    return render(request, "articles/api.html", words | {"types": Type.values, "size": PAGE})


def said_of(story: Story) -> dict:
    """Return everything that the paper says of ``story`` in public, as plain data."""
    release = story.release
    return {
        "id": release.article_id,
        "guid": story.guid,
        "url": story.url,
        "markdown_url": absolute(story.markdown_path) if settings.ARTICLE_MARKDOWN else None,
        "canonical_url": release.canonical_url or story.url,
        "language": settings.LANGUAGE_CODE,
        "type": release.type,
        "headline": release.headline,
        "kicker": release.kicker,
        "standfirst": release.standfirst,
        "dateline": release.dateline,
        "published_at": _moment(release.published_at),
        "updated_at": _moment(release.updated_at),
        "section": _named(release.section),
        "series": _named(release.series),
        "tags": [_named(tag) for tag in story.tags],
        "bylines": [
            _named(credit.author) | {"role": credit.role, "role_label": credit.role_label}
            for credit in story.bylines
        ],
        "key_points": [{"id": point["public_id"], "text": point["text"]} for point in release.key_points],
        "body_html": story.body_html,
        "word_count": release.word_count,
        "lead_photo": story.photo and _photo(story.photo) | {"caption": story.lead_caption},
        "photos": [_photo(story.library.photos[key]) for key in _there(photos_in, story, "photos")],
        "recordings": [
            _recording(story.library.recordings[key]) for key in _there(recordings_in, story, "recordings")
        ],
        "sources": release.sources,
        "corrections": [
            {"kind": correction.kind, "text": correction.text, "at": _moment(correction.at)}
            for correction in story.corrections
        ],
    }


def _next_url(request, older):
    if not older:
        return None
    words = request.GET.copy()
    words["before"] = older
    return absolute(f"{request.path}?{words.urlencode()}")


def _of_subject(asked):
    asked_for = [kind for kind in SUBJECTS if kind in asked]
    if not asked_for:
        return Release.objects.for_front()
    if len(asked_for) > 1:
        raise Unfit(f"Ask for one of {', '.join(SUBJECTS)} at a time.")
    kind = asked_for[0]
    model, name_of_all, word = SUBJECTS[kind]
    slug = asked[kind]
    subject = "\x00" not in slug and model.objects.naming(name_of_all).filter(slug=slug).first()
    if not subject:
        raise Unfit(f"There is no {kind} of that name.")
    return getattr(Release.objects, word)(subject)


def _of_type(releases, kind):
    releases = releases.filter(article__is_hidden=False)
    if not kind:
        return releases.exclude(type=Type.SPONSORED)
    if kind not in Type.values:
        raise Unfit(f"A type is one of {', '.join(Type.values)}.")
    return releases.filter(type=kind)


def _since(releases, text):
    return releases.filter(published_at__gte=_read_moment(text)) if text else releases


def _read_moment(text):
    """A day of the paper, or a moment with its offset."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone()).astimezone(UTC)
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus that was not encoded
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unfit("Write since as 2026-11-22 or 2026-11-22T09:30:00Z.") from error


def _there(keys_in, story, kind):
    """The keys of what its text names and may show."""
    return sorted(keys_in(story.release.body) & getattr(story.library, kind).keys())


def _named(row):
    return row and {"name": row.name, "slug": row.slug, "url": absolute(row.get_absolute_url())}


def _photo(photo):
    return {
        "id": photo.pk,
        "url": file_url(photo.file.name),
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alt,
        "is_decorative": photo.is_decorative,
        "caption": photo.caption,
        "credit": photo.credit,
        "renditions": [
            {"width": one["width"], "height": one["height"]}
            | {kind: file_url(one[kind]) for kind in ("avif", "webp")}
            for one in photo.renditions
        ],
    }


def _recording(recording):
    return {
        "id": recording.pk,
        "kind": recording.kind,
        "url": file_url(recording.file.name),
        "content_type": recording.content_type,
        "size_bytes": recording.size_bytes,
        "title": recording.title,
        "credit": recording.credit,
    }


def _moment(moment):
    return localtime(moment).isoformat(timespec="seconds")


def _answer(said, status=200):
    response = JsonResponse(said, status=status)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
