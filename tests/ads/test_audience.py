"""What an advertiser may expect: figures that happened, of all ads together, or that there are none yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ads import services
from ads.models import ViewDay
from newsroom.models import Purge
from tests.factories_ads import a_charged_click, a_live_ad, an_editor

pytestmark = pytest.mark.django_db

NONE = "No ad was shown here yet, so there is nothing to count."


def shown(ad, *, served, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    ViewDay.objects.create(ad=ad, version=ad.version, day=day, place="article", device="phone", served=served)


def test_the_offer_counts_four_whole_weeks_and_neither_today_nor_what_was_given_back(client):
    one, other = a_live_ad(balance_cents=2_000), a_live_ad()
    for ad, served, days_ago in ((one, 50, 1), (other, 70, 28), (one, 9_000, 0), (other, 9_000, 29)):
        shown(ad, served=served, days_ago=days_ago)
    now = timezone.now()
    for days_ago in (1, 2, 3, 4, 5, 6, 7, 28, *[0] * 3, *[29] * 3):
        a_charged_click(one, at=now - timedelta(days=days_ago))
    for days_ago in (3, 4, 5):
        returned = a_charged_click(other, at=now - timedelta(days=days_ago))
        services.reverse_transaction(returned.transaction, by=an_editor(), note="A double")

    services.count_audience()
    page = client.get("/advertise/").text

    assert "<dt>Ads shown a week</dt><dd>30</dd>" in page
    assert "<dt>Charged clicks a week</dt><dd>2</dd>" in page
    assert NONE not in page
    assert Purge.objects.filter(name="ads-audience").exists()


def test_a_paper_that_never_showed_an_ad_names_no_number(client):
    shown(a_live_ad(), served=9_000, days_ago=29)

    services.count_audience()
    page = client.get("/advertise/").text

    assert NONE in page
    assert "Ads shown a week" not in page
