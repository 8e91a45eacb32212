from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.forms.search import SearchForm
from articles.models import Release, Section, Type
from articles.search import (
    MOST_FOUND,
    Wanted,
    find_keys,
    read_excerpts,
    search_releases,
    tidy_query,
    with_excerpts,
)
from articles.spelling import did_you_mean, newest_faces, suggestions

SEARCH_SIZE = 20
SEARCH_PAGES = MOST_FOUND // SEARCH_SIZE
LATEST = 5


@require_safe
def search_page(request):
    number = _number_or_404(request)
    sections = list(Section.objects.for_navigation())
    form = SearchForm(request.GET, sections=sections)
    wanted = form.wanted if form.is_valid() else Wanted()
    keys = find_keys(wanted)
    context = {
        "form": form,
        "text": tidy_query(request.GET.get("q", "")),
        "sections": [section for section in sections if section.parent_id is None],
        "is_asked": not wanted.is_empty,
        "count": min(len(keys), MOST_FOUND),
        "is_more": len(keys) > MOST_FOUND,
    }
    if keys:
        context |= _found(request, number, keys, wanted)
    elif number > 1:
        raise Http404
    elif wanted.terms:
        context |= _nothing(form, wanted)
    response = render(request, "articles/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def search_suggest(request):
    """What begins as the reader has begun to type, for the search field."""
    found = suggestions(tidy_query(request.GET.get("q", "")))
    return JsonResponse({"suggestions": found})


def _number_or_404(request):
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= SEARCH_PAGES):
        raise Http404
    return int(number)


def _found(request, number, keys, wanted):
    """One page of what was found, in order; what was withdrawn a moment ago is not among it any more."""
    start = (number - 1) * SEARCH_SIZE
    shown = keys[:MOST_FOUND][start : start + SEARCH_SIZE]
    if not shown:
        raise Http404
    cards = with_excerpts(Release.objects.filter(pk__in=shown).for_cards(), wanted)
    releases = sorted(cards, key=lambda release: shown.index(release.pk))
    for release in releases:
        release.found_headline, release.found_excerpt = read_excerpts(release)
    return {
        "releases": releases,
        "number": number,
        "pages": -(-min(len(keys), MOST_FOUND) // SEARCH_SIZE),
        "earlier": _address(request, number - 1) if number > 1 else "",
        "further": _address(request, number + 1) if start + SEARCH_SIZE < min(len(keys), MOST_FOUND) else "",
    }


def _nothing(form, wanted):
    """What helps whoever found nothing: other words that do find something, and what is new."""
    faces = newest_faces()
    meant = did_you_mean(form.cleaned_data["q"], faces)
    if meant and not search_releases(wanted.with_words(meant)).exists():
        meant = ""
    latest = [story for story in faces if story.type != Type.SPONSORED][:LATEST]
    return {"meant": meant, "meant_address": _address_of(form.data, q=meant), "latest": latest}


def _address(request, number):
    return _address_of(request.GET, page=number if number > 1 else "")


def _address_of(asked, **changed):
    """The same search with something ``changed``; nothing that the form does not know comes back."""
    query = asked.copy()
    names = ("q", *SearchForm.filters, "page")
    for name in list(query):
        if name not in names or (name == "page" and "page" not in changed):
            del query[name]
    for name, value in (("q", tidy_query(asked.get("q", ""))), *changed.items()):
        query[name] = value
    for name in [name for name in query if not query[name]]:
        del query[name]
    return f"?{query.urlencode()}"
