from django.shortcuts import render

from articles.models import Author, Release, Tag
from articles.views.stretches import list_context, moved_for_good, stretch_or_404
from newsroom.kept import kept


@kept
def author_page(request, slug):
    named = Author.objects.select_related("portrait").naming("authors")
    author = named.filter(slug=slug).first()
    if author is None:
        return moved_for_good(request)
    stretch = stretch_or_404(request, Release.objects.by_author(author).for_cards())
    topics = list(Tag.objects.naming("authors").filter(experts=author))
    words = {"author": author, "topics": topics} | list_context(request, author.get_absolute_url(), stretch)
    return render(request, "articles/author.html", words)
