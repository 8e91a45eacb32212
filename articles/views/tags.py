from django.http import Http404
from django.shortcuts import render

from articles.models import Author, Release, Tag
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept


@kept
def tag_page(request, slug):
    tag = Tag.objects.naming("tags").filter(slug=slug).first()
    if tag is None:
        raise Http404  # what it was merged into or renamed to is found by its redirect
    stretch = stretch_or_404(request, Release.objects.tagged(tag).for_cards())
    experts = list(Author.objects.who_know_about(tag))
    if not (stretch.rows or experts):  # a word that so far only the desk uses
        raise Http404
    words = {"tag": tag, "experts": experts} | list_context(request, tag.get_absolute_url(), stretch)
    return render(request, "articles/tag.html", words)
