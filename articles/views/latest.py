from django.shortcuts import render
from django.urls import reverse

from articles.models import Release
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept


@kept
def latest_page(request):
    stretch = stretch_or_404(request, Release.objects.for_front().for_cards())
    context = list_context(request, reverse("articles:latest"), stretch)
    return render(request, "articles/latest.html", context)
