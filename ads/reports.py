"""What advertisers and editors read about clicks and money."""

from django.db.models import Count, Q, Sum

from ads import links
from ads.models import Advertiser, Click, RefusedDay, Transaction

SHOWN_CLICKS = 100
SHOWN_PAYMENTS = 20


def statement(advertiser: Advertiser) -> dict:
    """Return what the advertiser's page shows: ads with their counts, money, and the latest clicks."""
    ads = advertiser.ads.annotate(
        charged=Count("clicks", filter=Q(clicks__reason="", clicks__transaction__reversed_by=None)),
        credited=Count("clicks", filter=Q(clicks__transaction__reversed_by__isnull=False)),
        free=Count("clicks", filter=~Q(clicks__reason="")),
    ).prefetch_related("versions")
    own_moves = Transaction.objects.filter(entries__account__advertiser=advertiser)
    clicks = Click.objects.filter(ad__advertiser=advertiser)
    counted = RefusedDay.objects.filter(ad__advertiser=advertiser).values("reason")
    return {
        "advertiser": advertiser,
        "balance_cents": getattr(getattr(advertiser, "account", None), "balance_cents", 0),
        "ads": ads,
        "payments": own_moves.exclude(kind=Transaction.Kind.CLICK)
        .annotate(cents=Sum("entries__cents", filter=Q(entries__account__advertiser=advertiser)))
        .order_by("-at", "-pk")[:SHOWN_PAYMENTS],
        "clicks": clicks.with_credit().select_related("version")[:SHOWN_CLICKS],
        "counted": [
            {"reason": RefusedDay(reason=row["reason"]).get_reason_display(), "count": row["total"]}
            for row in counted.annotate(total=Sum("count")).order_by("reason")
        ],
        "shown_clicks": SHOWN_CLICKS,
        "money_path": links.money_path(advertiser),
    }
