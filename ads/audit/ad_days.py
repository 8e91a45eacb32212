"""The audit of the days: what each ad says that it spent on each day, against its clicks."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import F, Sum

from ads.models import AdDay, Click
from ads.quarters import Quarter, day_of


def every_day_of_an_ad_spent_what_its_clicks_cost() -> Iterator[str]:
    said: dict[tuple[int, date], int] = {
        (ad, day): cents for ad, day, cents in AdDay.objects.values_list("ad", "day", "spent_cents")
    }
    standing = Click.objects.charged().filter(transaction__reversed_by=None).order_by()
    quarters = standing.annotate(quarter=Quarter("at")).values_list("ad", "quarter")
    cost: dict[tuple[int, date], int] = defaultdict(int)
    for ad, quarter, cents in quarters.annotate(total=Sum("charged_cents")):
        cost[ad, day_of(quarter)] += cents
    for ad, day in sorted(said.keys() | cost.keys()):
        if said.get((ad, day), 0) != cost.get((ad, day), 0):
            yield (
                f"ad {ad} says it spent {said.get((ad, day), 0)} cents on {day},"
                f" its clicks cost {cost.get((ad, day), 0)}"
            )


def no_day_spent_more_than_its_cap() -> Iterator[str]:
    for row in AdDay.objects.filter(spent_cents__gt=F("cap_cents")).order_by("pk"):
        yield f"ad {row.ad_id} spent {row.spent_cents} of {row.cap_cents} cents on {row.day}"


INVARIANTS = (every_day_of_an_ad_spent_what_its_clicks_cost, no_day_spent_more_than_its_cap)
