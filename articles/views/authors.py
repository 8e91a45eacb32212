from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.models import Author, Release
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept
from newsroom.redirects import new_path_of


@kept
def author_page(request, slug):
    named = Author.objects.select_related("portrait").naming("authors")
    author = named.filter(slug=slug).first()
    if author is None:
        return _moved_for_good(request)
    stretch = stretch_or_404(request, Release.objects.by_author(author).for_cards())
    words = {"author": author} | list_context(request, author.get_absolute_url(), stretch)
    return render(request, "articles/author.html", words)


def _moved_for_good(request):
    """In one hop to the name that an author was merged into."""
    path = new_path_of(request.path)
    if path is None:
        raise Http404
    return HttpResponsePermanentRedirect(path)
