from django.http import Http404
from django.shortcuts import render

from articles.models import Release, Series
from articles.views.stretches import list_context, stretch_or_404
from newsroom.kept import kept


@kept
def series_page(request, slug):
    """A running story: what is new on top, then part by part."""
    series = Series.objects.in_the_paper().filter(slug=slug).first()
    if series is None:
        raise Http404  # what it was merged into or renamed to is found by its redirect
    stretch = stretch_or_404(request, Release.objects.in_series(series).for_cards())
    if not stretch.rows:  # a name that so far only the desk uses
        raise Http404
    context = list_context(request, series.get_absolute_url(), stretch)
    newest = stretch.rows[:1] if context["is_first"] else []
    return render(request, "articles/series.html", {"series": series, "newest": newest} | context)
