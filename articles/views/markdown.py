from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render

from articles.markdown_page import markdown_of
from articles.models import Address, ErasedAddress, Release
from articles.wire import markdown_path, stories_of, whole
from newsroom.kept import kept


@kept
def article_markdown(request, year, month, day, slug):
    """The article as Markdown at its address and ``.md``; search engines are sent to the page itself."""
    try:
        day = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not settings.ARTICLE_MARKDOWN:
        raise Http404
    stories = stories_of(list(whole(Release.objects.at_address(day, slug))))
    if not stories:
        return _moved_or_gone(request, day, slug)
    story = stories[0]
    if request.path != story.markdown_path:
        return HttpResponsePermanentRedirect(story.markdown_path)
    response = HttpResponse(markdown_of(story), content_type="text/markdown; charset=utf-8")
    response.headers["Link"] = f'<{story.release.canonical_url or story.url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _moved_or_gone(request, day, slug):
    address = Address.objects.known_at(day, slug).first()
    if address is None:
        get_object_or_404(ErasedAddress.objects.known_at(day, slug))
        return render(request, "errors/410.html", status=410)
    if address.current_url:
        return HttpResponsePermanentRedirect(markdown_path(address.current_url))
    return render(request, "errors/410.html", {"reason": address.withdrawal_reason}, status=410)
