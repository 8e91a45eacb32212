"""What an advertiser's ads did, added up from stored rows: nothing is counted twice or kept aside."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext

from ads.models import Ad, Click, Device, RefusedDay, ViewDay
from ads.quarters import Quarter, day_of
from newsroom.clock import midnight

SHOWN_DAYS = 28


@dataclass
class Figures:
    """Views and clicks of one day, place, section or device, or of all; money in cents."""

    label: str
    served: int = 0
    seen: int = 0
    charged: int = 0
    credited: int = 0  # charged, and given back
    free: int = 0  # not charged
    spent_cents: int = 0

    @property
    def ctr(self) -> float:
        """Clicks of readers (charged or credited) for each hundred times that an ad was shown."""
        return 100 * (self.charged + self.credited) / self.served if self.served else 0.0


@dataclass(frozen=True)
class Results:
    """All that a dashboard shows of some ads over some days."""

    since: date
    total: Figures
    days: list[Figures]
    places: list[Figures]
    sections: list[Figures]
    devices: list[Figures]
    reasons: list[tuple[str, int]] = field(default_factory=list)
    counted: int = 0  # of those not charged: only by the day and reason, in no place, section or device


def results(ads: QuerySet, *, days: int = SHOWN_DAYS) -> Results:
    """Return the results of ``ads`` over the last ``days`` days, today included, in three queries."""
    since = localdate() - timedelta(days=days - 1)
    rows = [*_views(ads, since), *_clicks(ads, since)]
    refused = list(_refused(ads, since))
    total = _added("all", rows)
    counted = sum(count for _, _, count in refused)
    total.free += counted
    by_day = _grouped(rows, "day")
    for day, _, count in refused:
        by_day.setdefault(day, Figures(day)).free += count
    every_day = [since + timedelta(days=number) for number in range(days)]
    reasons = defaultdict(int)
    for row in rows:
        if row["free"]:
            reasons[row["reason"]] += row["free"]
    for _, reason, count in refused:
        reasons[reason] += count
    labels = dict(Device.choices) | {"": gettext("not known")}
    return Results(
        since=since,
        total=total,
        days=[by_day.get(day, Figures(day)) for day in every_day],
        places=_sorted(_grouped(rows, "place")),
        sections=_sorted(_grouped(rows, "section")),
        devices=_sorted({labels[name]: figures for name, figures in _grouped(rows, "device").items()}),
        reasons=sorted(
            ((Click(reason=reason).get_reason_display(), count) for reason, count in reasons.items()),
            key=lambda said: -said[1],
        ),
        counted=counted,
    )


def _views(ads, since):
    views = ViewDay.objects.filter(ad__in=ads, day__gte=since)
    for row in views.values("day", "place", "section", "device").annotate(
        served=Sum("served"), seen=Sum("seen")
    ):
        yield _ZERO | row


def _clicks(ads, since):
    is_credited = Q(transaction__reversed_by__isnull=False)
    clicks = Click.objects.filter(ad__in=ads, at__gte=midnight(since)).order_by()
    by_quarter = clicks.annotate(quarter=Quarter("at"))
    for row in by_quarter.values("quarter", "place", "section", "device", "reason").annotate(
        charged=Count("pk", filter=Q(reason="") & ~is_credited),
        credited=Count("pk", filter=is_credited),
        free=Count("pk", filter=~Q(reason="")),
        spent_cents=Sum("charged_cents", filter=~is_credited, default=0),
    ):
        yield _ZERO | row | {"day": day_of(row["quarter"])}


def _refused(ads, since):
    days = RefusedDay.objects.filter(ad__in=ads, day__gte=since).order_by()
    return days.values_list("day", "reason").annotate(total=Sum("count"))


COUNTS = ("served", "seen", "charged", "credited", "free", "spent_cents")
_ZERO = dict.fromkeys(COUNTS, 0) | {"reason": ""}


def _grouped(rows, name):
    groups = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return {label: _added(label, group) for label, group in groups.items()}


def _added(label, rows):
    return Figures(label, **{name: sum(row[name] for row in rows) for name in COUNTS})


def _sorted(groups):
    figures = [_named(label, group) for label, group in groups.items()]
    return sorted(figures, key=lambda group: (-group.charged, -group.served, group.label))


def _named(label, group):
    group.label = str(label or gettext("none"))
    return group


def whole_days(days: int) -> tuple[date, date]:
    """Return the first of the last ``days`` days that are over, and today, which is not."""
    return localdate() - timedelta(days=days), localdate()


def forecast(days: int = SHOWN_DAYS) -> tuple[int, int] | None:
    """Return how often ads were shown and charged a week, over the last ``days`` whole days, or None.

    What an advertiser may expect is said in figures that happened, of all ads together.
    """
    since, today = whole_days(days)
    shown = ViewDay.objects.filter(day__gte=since, day__lt=today).aggregate(total=Sum("served"))["total"]
    if not shown:
        return None
    clicks = Click.objects.charged().filter(at__gte=midnight(since), at__lt=midnight(today))
    clicks = clicks.filter(transaction__reversed_by=None)
    charged = clicks.count()
    return round(shown * 7 / days), round(charged * 7 / days)


def ad_counts(ads: QuerySet) -> dict[int, Figures]:
    """Return the clicks and spending of each ad since its beginning, by its key."""
    is_credited = Q(clicks__transaction__reversed_by__isnull=False)
    counted = ads.order_by().annotate(
        charged=Count("clicks", filter=Q(clicks__reason="") & ~is_credited),
        credited=Count("clicks", filter=is_credited),
        free=Count("clicks", filter=~Q(clicks__reason="")),
    )
    refused = RefusedDay.objects.filter(ad__in=ads).order_by().values_list("ad").annotate(total=Sum("count"))
    refused = dict(refused)
    return {
        row["pk"]: Figures(
            str(row["pk"]),
            charged=row["charged"],
            credited=row["credited"],
            free=row["free"] + refused.get(row["pk"], 0),
            spent_cents=row["spent_cents"],
        )
        for row in counted.values("pk", "charged", "credited", "free", "spent_cents")
    }


def shown_ads(advertiser) -> QuerySet:
    """The advertiser's ads that were confirmed, the newest first."""
    return Ad.objects.filter(advertiser=advertiser, is_house=False).exclude(state=Ad.State.UNCONFIRMED)
