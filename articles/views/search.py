from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search import find_releases, tidy_query

SEARCH_SIZE = 20
SEARCH_PAGES = 50


@require_safe
def search_page(request):
    text = tidy_query(request.GET.get("q", ""))
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and 1 <= int(number) <= SEARCH_PAGES):
        raise Http404
    number = int(number)
    start = (number - 1) * SEARCH_SIZE
    found = list(find_releases(text).for_cards()[start : start + SEARCH_SIZE + 1])
    if number > 1 and not found:
        raise Http404
    context = {
        "text": text,
        "releases": found[:SEARCH_SIZE],
        "number": number,
        "next_number": number + 1 if len(found) > SEARCH_SIZE and number < SEARCH_PAGES else None,
    }
    return render(request, "articles/search.html", context)
