from django.http import Http404
from django.shortcuts import render

from articles.models import Author, Release, Tag
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept


@kept
def author_page(request, slug):
    named = Author.objects.select_related("portrait").naming("authors")
    author = named.filter(slug=slug).first()
    if author is None:
        raise Http404  # what it was merged into or renamed to is found by its redirect
    stretch = stretch_or_404(request, Release.objects.by_author(author).for_cards())
    topics = list(Tag.objects.naming("authors").filter(experts=author))
    words = {"author": author, "topics": topics} | list_context(request, author.get_absolute_url(), stretch)
    return render(request, "articles/author.html", words)
