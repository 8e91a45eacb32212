from django.shortcuts import render
from django.urls import reverse

from articles.models import Correction
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept


@kept
def corrections_page(request):
    """Everything the paper had wrong, newest first."""
    stretch = stretch_or_404(request, Correction.objects.latest().with_article(), dated="at")
    context = list_context(request, reverse("articles:corrections"), stretch)
    return render(request, "articles/corrections.html", context)
