"""The lists of the most read, and how long daily numbers are kept: both are chores."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from articles.models import DailyReads, MostRead, Release, Type
from newsroom.purges import purge

PLACES = 10
DAYS = {MostRead.Stretch.DAY: 1, MostRead.Stretch.WEEK: 7, MostRead.Stretch.MONTH: 30}
_LOOKED_AT = 4 * PLACES  # of which some may be withdrawn, or paid for
_KEPT = timedelta(days=365)


@transaction.atomic
def rank_reads() -> None:
    """Make the lists of the most read anew, and purge the pages that show them if one changed (chore)."""
    ranked = [
        (stretch, place, key) for stretch in DAYS for place, key in enumerate(_ranked(stretch), start=1)
    ]
    stored = MostRead.objects.values_list("stretch", "place", "article")
    if set(ranked) == set(stored):
        return
    MostRead.objects.all().delete()
    MostRead.objects.bulk_create(
        MostRead(stretch=stretch, place=place, article_id=key) for stretch, place, key in ranked
    )
    purge("most-read")


def _ranked(stretch):
    """The keys of what was read most; what was paid for takes no place."""
    since = localdate() - timedelta(days=DAYS[stretch] - 1)
    sums = DailyReads.objects.filter(day__gte=since).order_by().values("article").annotate(total=Sum("count"))
    keys = [row["article"] for row in sums.order_by("-total", "-article")[:_LOOKED_AT]]
    public = Release.objects.filter(article__in=keys).exclude(type=Type.SPONSORED)
    shown = set(public.values_list("article", flat=True))
    return [key for key in keys if key in shown][:PLACES]


def forget_old_reads() -> None:
    """Delete the numbers of days more than a year ago (chore)."""
    DailyReads.objects.filter(day__lt=localdate() - _KEPT).delete()
