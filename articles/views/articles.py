from datetime import date

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from articles.beside import stories_beside
from articles.models import Address, ErasedAddress, Release
from articles.page import Page
from articles.reads import counts_reads
from newsroom.kept import kept
from newsroom.site import absolute


@counts_reads
@kept
def article_page(request, year, month, day, slug):
    try:
        day = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    release = Release.objects.at_address(day, slug).for_page().first()
    if release is None:
        return _moved_or_gone(request, day, slug)
    page = Page.from_release(release)
    if request.path != page.url:
        return HttpResponsePermanentRedirect(page.url)
    context = {
        "page": page,
        "section": page.section,
        "canonical": absolute(page.url),
        "beside": stories_beside(release, page.tags),
    }
    response = render(request, "articles/article_detail.html", context)
    response.read_of = page.article_id
    return response


def _moved_or_gone(request, day, slug):
    """In one hop to where the article stands now, or the words with which it was withdrawn."""
    address = Address.objects.known_at(day, slug).first()
    if address is None:
        get_object_or_404(ErasedAddress.objects.known_at(day, slug))
        return render(request, "errors/410.html", status=410)
    if address.current_url:
        return HttpResponsePermanentRedirect(address.current_url)
    return render(request, "errors/410.html", {"reason": address.withdrawal_reason}, status=410)
