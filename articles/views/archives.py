from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.archives import FIRST_YEAR, LAST_YEAR, Period, open_archive, published_in
from articles.views.stretches import list_context, stretch_or_404
from newsroom import clock
from newsroom.kept import kept
from newsroom.site import absolute


@kept
def archive_page(request, year, month=None, day=None):
    """What was published in a year, a month or a day of the newsroom's calendar."""
    period = _period_or_404(year, month, day)
    address = period.get_absolute_url()
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    archive = open_archive(period)
    if archive is None:
        raise Http404
    if not period.month:
        return render(request, "articles/archive.html", {"archive": archive, "canonical": absolute(address)})
    stretch = stretch_or_404(request, published_in(period).for_cards())
    context = {"archive": archive} | list_context(request, address, stretch)
    return render(request, "articles/archive.html", context)


def _period_or_404(year, month, day):
    """One that there is and that has begun."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month == 0 or day == 0:
        raise Http404
    period = Period(year, month, day)
    try:
        has_begun = period.start <= clock.now()
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not has_begun:
        raise Http404
    return period
