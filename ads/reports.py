"""What advertisers and editors read about clicks and money."""

import csv
from collections.abc import Iterator

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ads import links
from ads.charts import bars, columns
from ads.models import Ad, Advertiser, Click, RefusedDay, Transaction
from ads.money import dollars
from ads.statistics import COUNTS, ad_counts, results, shown_ads
from newsroom.clock import written

SHOWN_CLICKS = 100
SHOWN_PAYMENTS = 20
NAMED = ("places", "sections", "devices")  # tables of results, beside the days
MOST_ROWS = 100_000  # of one table for a spreadsheet


def statement(advertiser: Advertiser) -> dict:
    """Return what the advertiser's page shows: ads with their counts, results, money, the latest clicks."""
    ads = shown_ads(advertiser)
    own_moves = Transaction.objects.filter(entries__account__advertiser=advertiser)
    own_cents = Sum("entries__cents", filter=Q(entries__account__advertiser=advertiser))
    payments = own_moves.exclude(kind=Transaction.Kind.CLICK).annotate(cents=own_cents)
    clicks = Click.objects.filter(ad__advertiser=advertiser).with_credit().select_related("version")
    return {
        "advertiser": advertiser,
        "balance_cents": _balance(advertiser),
        "payments": payments.order_by("-at", "-pk")[:SHOWN_PAYMENTS],
        "clicks": clicks[:SHOWN_CLICKS],
        "shown_clicks": SHOWN_CLICKS,
        "money_path": links.money_path(advertiser),
        **_with_results(ads),
    }


def _balance(advertiser):
    return getattr(getattr(advertiser, "account", None), "balance_cents", 0)


def _with_results(ads):
    """The ads with their figures since the beginning, and all their results of the last weeks."""
    counts = ad_counts(ads)
    listed = list(ads.for_serving(localdate()).order_by(*Ad._meta.ordering).prefetch_related("versions"))
    for ad in listed:
        ad.figures = counts[ad.pk]
    found = results(ads)
    return {"ads": listed, "results": found, "charts": _charts(found)}


# What is drawn of every day, place, section and device: a title, the value, and how it is written.
DRAWN = (
    (_("Views"), "served", str),
    (_("Clicks charged"), "charged", str),
    (_("Clicks not charged"), "free", str),
    (_("Clicks per 100 views"), "ctr", "{:.2f}".format),
    (_("Spent"), "spent_cents", dollars),
)


def _charts(found):
    """The charts of each table of results, by the name of the table."""
    days = [
        columns(title, [(date_format(row.label, "j M"), *_drawn(row, name, write)) for row in found.days])
        for title, name, write in DRAWN
    ]
    named = {
        table: [
            bars(title, [(row.label, *_drawn(row, name, write)) for row in getattr(found, table)])
            for title, name, write in DRAWN
        ]
        for table in NAMED
    }
    return {"days": days, **named}


def _drawn(row, name, write):
    value = getattr(row, name)
    return value, write(value)


def shared_results(advertiser: Advertiser) -> dict:
    """Return what a shared link shows: ads and results, without balance, payments and single clicks."""
    return {"advertiser": advertiser, **_with_results(shown_ads(advertiser))}


def csv_rows(advertiser: Advertiser, kind: str) -> Iterator[str] | None:
    """Return a table's lines: "clicks" (each with its verdict), "days" of a year, or NAMED, or None."""
    if kind == "clicks":
        return _lines(_click_rows(advertiser))
    if kind != "days" and kind not in NAMED:
        return None
    ads = shown_ads(advertiser)
    rows = results(ads, days=366).days if kind == "days" else getattr(results(ads), kind)
    return _lines(_result_rows(kind.removesuffix("s"), rows))


class _Echo:
    def write(self, line):
        return line


def _lines(rows):
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def _safe(cell):
    """A spreadsheet must not take words of ours for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _result_rows(kind, rows):
    yield [kind, "served", "seen", "charged", "credited", "not charged", "spent in cents"]
    for row in rows:
        yield [row.label, row.served, row.seen, row.charged, row.credited, row.free, row.spent_cents]


def _click_rows(advertiser):
    yield ["at", "ad", "version", "place", "section", "device", "browser", "verdict", "charged cents"]
    clicks = Click.objects.filter(ad__advertiser=advertiser).with_credit().select_related("version")
    for click in clicks[:MOST_ROWS].iterator(chunk_size=2000):
        yield [
            written(click.at),
            click.version.headline,
            click.version.number,
            click.place,
            click.section,
            click.get_device_display(),
            browser_of(click),
            verdict_of(click),
            0 if click.is_credited else click.charged_cents,
        ]
    counted = RefusedDay.objects.filter(ad__advertiser=advertiser).order_by("-day", "reason")
    for row in counted.iterator():
        yield [
            row.day,
            "",
            "",
            "",
            "",
            "",
            "",
            f"{row.count} times not charged: {row.get_reason_display()}",
            0,
        ]


def verdict_of(click: Click) -> str:
    """Say in plain words what became of a click (that was loaded ``with_credit``)."""
    if click.is_credited:
        return gettext("Charged, then credited")
    if click.is_charged:
        return gettext("Charged")
    return gettext("Not charged: %s") % click.get_reason_display()


def browser_of(click: Click) -> str:
    """Say in the paper's language with what somebody clicked; it is stored as newsroom.robots says it."""
    family, _on, device = click.browser.partition(" on a ")
    family = gettext("Another browser") if family == "Another browser" else family
    said = {"phone": gettext("%s on a phone"), "computer": gettext("%s on a computer")}
    return said[device] % family if device in said else ""


def for_programs(advertiser: Advertiser) -> dict:
    """Return the advertiser's results as plain values, money in cents."""
    found = _with_results(shown_ads(advertiser))
    return {
        "balance_cents": _balance(advertiser),
        "ads": [_ad_for_programs(ad) for ad in found["ads"]],
        "days": [
            {"day": day.label.isoformat()} | {name: getattr(day, name) for name in COUNTS}
            for day in found["results"].days
        ],
    }


def _ad_for_programs(ad):
    version = ad.version or ad.versions.all()[0]
    return {
        "id": str(ad.public_id),
        "state": "ended" if ad.has_ended else ad.state,
        "headline": version.headline,
        "landing_url": version.landing_url,
        "price_cents": version.price_cents,
        "budget_cents": ad.budget_cents,
        "spent_cents": ad.spent_cents,
        "daily_cap_cents": ad.daily_cap_cents,
        "clicks": {name: getattr(ad.figures, name) for name in ("charged", "credited", "free")},
    }
