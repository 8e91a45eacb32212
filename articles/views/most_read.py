from django.shortcuts import render

from articles.models import MostRead, Release, Type
from newsroom.kept import kept


@kept
def most_read_page(request):
    """Today's, the week's and the month's, without a cookie: how, ``articles.reads`` says."""
    places = list(MostRead.objects.in_the_paper())
    keys = {place.article_id for place in places}
    public = Release.objects.filter(article__in=keys).exclude(type=Type.SPONSORED).naming("most-read")
    found = {release.article_id: release for release in public.select_related("section").defer("body")}
    lists = {stretch: [] for stretch in MostRead.Stretch}
    for place in places:
        if release := found.get(place.article_id):
            lists[place.stretch].append(release)
    shown = [(stretch.label, releases) for stretch, releases in lists.items() if releases]
    return render(request, "articles/most_read.html", {"lists": shown})
