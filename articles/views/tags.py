from django.shortcuts import render

from articles.models import Author, Release, Tag
from articles.views.stretches import list_context, moved_for_good, stretch_or_404
from newsroom.kept import kept


@kept
def tag_page(request, slug):
    tag = Tag.objects.naming("tags").filter(slug=slug).first()
    if tag is None:
        return moved_for_good(request)
    stretch = stretch_or_404(request, Release.objects.tagged(tag).for_cards())
    experts = list(Author.objects.who_know_about(tag))
    words = {"tag": tag, "experts": experts} | list_context(request, tag.get_absolute_url(), stretch)
    return render(request, "articles/tag.html", words)
