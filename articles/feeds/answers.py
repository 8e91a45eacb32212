from django.conf import settings
from django.db.models import OuterRef
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.feeds.channels import Channel, channel_of, corrections_channel, fit_for_xml, site_channel
from articles.feeds.json import json_feed
from articles.hub import hub
from articles.models import Correction, Release, Section, Series
from articles.wire import FORMATS, SUBJECTS, for_machines, stories_of, whole
from newsroom.kept import kept
from newsroom.redirects import new_path_of

NEWEST = 20
CORRECTIONS = 30
_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_UNKNOWN_WHEN_EMPTY = ("tag", "series")  # words that so far only the desk uses


@kept
def site_feed(request, form):
    return written_feed(site_channel(_newest(Release.objects.for_front())), form)


@kept
def subject_feed(request, kind, slug, form):
    model, name_of_all, word = SUBJECTS[kind]
    subject = model.objects.naming(name_of_all).filter(slug=slug).first()
    if subject is None:
        return _moved_for_good(model(slug=slug).get_absolute_url(), form)
    stories = _newest(getattr(Release.objects, word)(subject))
    if not stories and kind in _UNKNOWN_WHEN_EMPTY:
        raise Http404
    return written_feed(channel_of(subject, stories), form)


@kept
def corrections_feed(request, form):
    corrections = Correction.objects.latest().with_article()[:CORRECTIONS]
    return written_feed(corrections_channel(corrections), form)


@kept
def feeds_page(request):
    """All feeds, for people; those of tags and authors stand on their pages."""
    stories = for_machines(Release.objects.filter(series=OuterRef("pk")))
    series = Series.objects.in_the_paper().filter(stories.is_any(), is_running=True).naming("front")
    lists = {"of_sections": Section.objects.for_navigation(), "of_series": series}
    return render(request, "articles/feeds/feeds.html", lists)


def _newest(releases):
    return stories_of(list(whole(for_machines(releases))[:NEWEST]))


def _moved_for_good(path, form):
    """In one hop to the feed of what it was merged into."""
    new_path = new_path_of(path)
    if new_path is None:
        raise Http404
    return HttpResponsePermanentRedirect(f"{new_path}{FORMATS[form]}")


def written_feed(channel: Channel, form: str) -> HttpResponse:
    """Answer with ``channel`` written down as ``form``, one of FORMATS."""
    if form == "json":
        return JsonResponse(json_feed(channel), content_type="application/feed+json; charset=utf-8")
    words = {
        "channel": channel,
        "self_url": channel.url(form),
        "hub": hub(),
        "language": settings.LANGUAGE_CODE,
    }
    words |= {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    text = fit_for_xml(render_to_string(f"articles/feeds/{form}.xml", words))
    return HttpResponse(text, content_type=f"{_TYPES[form]}; charset=utf-8")
