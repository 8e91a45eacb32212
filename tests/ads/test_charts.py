"""The charts of an advertiser's results: columns of days, bars of places, sections and devices."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from ads import links
from ads.charts import bars, columns
from ads.models import ViewDay
from ads.statistics import results, shown_ads
from tests.clocks import clock_at
from tests.factories_ads import a_charged_click, a_live_ad

pytestmark = pytest.mark.django_db


def test_columns_stand_side_by_side_and_a_little_is_not_nothing():
    chart = columns("Views", [("1 May", 0, "0"), ("2 May", 1, "1"), ("3 May", 1000, "1000")])

    assert [(bar.label, bar.height, bar.y) for bar in chart.bars] == [
        ("1 May", 0.0, 40.0),
        ("2 May", 0.75, 39.25),
        ("3 May", 40.0, 0.0),
    ]
    assert [(bar.x, bar.width) for bar in chart.bars] == [(3.333, 26.667), (36.667, 26.667), (70.0, 26.667)]


def test_bars_lie_under_each_other_the_largest_first_and_no_more_than_eight():
    chart = bars("Views", [(f"section {number}", number, f"{number}") for number in range(10)])

    assert [bar.label for bar in chart.bars] == [f"section {number}" for number in range(9, 1, -1)]
    assert (chart.bars[0].width, chart.bars[-1].width) == (300.0, 66.667)
    assert ([bar.y for bar in chart.bars][:2], chart.height) == ([0.0, 34.0], 272)


def test_nothing_to_draw_is_an_empty_chart():
    assert (columns("Views", []).bars, bars("Views", []).bars) == ([], [])


@pytest.fixture
def shown():
    ad, today = a_live_ad(), timezone.localdate()
    for section, served in (("world", 30), ("sport", 10), ("", 5)):
        ViewDay.objects.create(
            ad=ad,
            version=ad.version,
            day=today,
            place="article",
            section=section,
            device="phone",
            served=served,
        )
    a_charged_click(ad, section="sport", device="phone")
    return ad


def test_the_page_draws_each_measure_by_day_place_section_and_device(client, shown):
    page = client.get(links.status_path(shown.advertiser)).text

    titles = ["Views", "Clicks charged", "Clicks not charged", "Clicks per 100 views", "Spent"]
    assert re.findall(r'<svg class="advertise-chart"[^>]*aria-label="([^"]+)"', page) == titles
    assert re.findall(r'<svg class="advertise-bars"[^>]*aria-label="([^"]+)"', page) == titles * 3
    said = re.findall(r'<text y="13">([^<]+)</text><text x="300" y="13" text-anchor="end">([^<]+)<', page)
    assert said[5:20] == [
        *(("world", "30"), ("sport", "10"), ("none", "5")),
        *(("sport", "1"), ("world", "0"), ("none", "0")),
        *(("sport", "0"), ("world", "0"), ("none", "0")),
        *(("sport", "10.00"), ("world", "0.00"), ("none", "0.00")),
        *(("sport", "$1.00"), ("world", "$0.00"), ("none", "$0.00")),
    ]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("places", [["place", "article", "45"]]),
        ("sections", [["section", "sport", "10"], ["", "world", "30"], ["", "none", "5"]]),
        ("devices", [["device", "phone or tablet", "45"]]),
    ],
)
def test_each_table_is_there_for_a_spreadsheet(client, shown, kind, table):
    path = reverse("ads:results_csv", args=[links.status_token(shown.advertiser), kind])

    head, *rows = csv.reader(io.StringIO(client.get(path).getvalue().decode()))

    assert head == [table[0][0], "served", "seen", "charged", "credited", "not charged", "spent in cents"]
    assert [row[:2] for row in rows] == [row[1:] for row in table]


def test_a_click_counts_on_the_day_of_the_papers_own_zone(settings):
    settings.TIME_ZONE = "Asia/Kathmandu"  # 5:45 ahead
    with clock_at(datetime(2026, 5, 5, 12, tzinfo=UTC)) as clock:
        ad = a_live_ad()
        for hour, minute in ((18, 14), (18, 15)):
            at = clock.now.replace(hour=hour, minute=minute)
            a_charged_click(ad, at=at, client=f"{minute}")
        clock.set(datetime(2026, 5, 6, 12, tzinfo=UTC))

        days = results(shown_ads(ad.advertiser), days=2).days

    assert [(day.label.isoformat(), day.charged) for day in days] == [("2026-05-05", 1), ("2026-05-06", 1)]
