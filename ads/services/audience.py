from django.db import transaction

from ads.models.audience import AUDIENCE, Audience
from ads.statistics import SHOWN_DAYS, forecast, whole_days
from newsroom.clock import database_now
from newsroom.purges import purge


@transaction.atomic
def count_audience() -> None:
    """Work out anew what an advertiser may expect, from what happened (chore)."""
    counted = forecast()
    if counted is None:
        Audience.objects.all().delete()
    else:
        shown, clicks = counted
        since, _ = whole_days(SHOWN_DAYS)
        fields = {"shown_a_week": shown, "clicks_a_week": clicks, "since": since, "made_at": database_now()}
        Audience.objects.update_or_create(pk=1, defaults=fields)
    purge(AUDIENCE)
