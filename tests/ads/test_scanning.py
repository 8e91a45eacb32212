"""Odd patterns among a day's clicks: given back or held, once, and the advertiser hears it from us."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ads import services
from ads.audit import broken_invariants
from ads.models import Click, ClickAlert, ViewDay
from tests.clocks import clock_at
from tests.factories_ads import a_charged_click, a_live_ad, an_editor, balance_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


def clicks(ad, *addresses, at=NOON, **keys):
    for number, address in enumerate(addresses):
        a_charged_click(ad, at=at, client=f"{at} {number}", address=address, **keys)


def views(ad, served):
    ViewDay.objects.create(
        ad=ad, version=ad.version, day=DAY, place="article", device="computer", served=served
    )


def test_many_clicks_from_one_address_are_given_back_and_the_advertiser_told():
    ad = a_live_ad(balance_cents=2_000)
    views(ad, 1_000)
    clicks(ad, *["x"] * 5, *"abcdef")
    mail.outbox.clear()

    services.scan_day(DAY)
    services.scan_day(DAY)

    alert = ClickAlert.objects.get()
    assert (alert.pattern, alert.state, alert.odd, alert.clicks) == ("address", "credited", 5, 11)
    assert alert.credited_cents == 500
    assert balance_of(ad.advertiser) == 2_000 - 600
    assert [sent.subject for sent in mail.outbox] == ["We gave $5.00 back: some clicks looked odd"]
    assert "5 of them came from one network address" in mail.outbox[0].body
    assert broken_invariants() == []


def test_many_clicks_from_one_network_are_held_with_their_numbers_and_the_advertiser_told():
    """Five addresses of one network, beside what one address alone did: that is given back at once."""
    ad = a_live_ad(balance_cents=3_000)
    views(ad, 1_000)
    clicks(ad, *["x"] * 11, network_hash="n")
    clicks(ad, *"vwxyz", *"abcde", network_hash="n", at=NOON + timedelta(hours=1))
    clicks(ad, *"fghi", network_hash="m", at=NOON + timedelta(hours=2))
    mail.outbox.clear()

    services.scan_day(DAY)
    services.scan_day(DAY)

    address, network = ClickAlert.objects.order_by("pattern")
    assert (address.pattern, address.state, address.odd, address.clicks) == ("address", "credited", 12, 25)
    assert (network.pattern, network.state, network.odd, network.clicks) == ("network", "open", 9, 25)
    assert [sent.subject for sent in mail.outbox] == [
        "We are looking at odd clicks on your ad",
        "We gave $12.00 back: some clicks looked odd",
    ]
    assert "charged for 25 clicks. 9 of them came from one network, a" in mail.outbox[0].body

    Click.objects.update(address_hash="", network_hash="")  # as they are later
    assert services.credit_alert(network, by=an_editor()) == 900
    assert balance_of(ad.advertiser) == 3_000 - 400
    assert broken_invariants() == []


@pytest.mark.parametrize("addresses", [["x"] * 4 + list("abcdef"), ["x"] * 9])
def test_forty_percent_or_a_handful_of_clicks_is_not_odd(addresses):
    ad = a_live_ad(balance_cents=2_000)
    views(ad, 1_000)
    clicks(ad, *addresses)

    services.scan_day(DAY)

    assert ClickAlert.objects.count() == 0


def test_more_clicks_than_views_explain_are_held_for_the_desk(client):
    ad = a_live_ad(balance_cents=3_000)
    views(ad, 79)
    clicks(ad, *map(str, range(20)))
    mail.outbox.clear()

    services.scan_day(DAY)
    services.scan_day(DAY)

    alert = ClickAlert.objects.get()
    assert (alert.pattern, alert.state, alert.views) == ("rate", "open", 79)
    assert [sent.subject for sent in mail.outbox] == ["We are looking at odd clicks on your ad"]
    assert balance_of(ad.advertiser) == 1_000
    client.force_login(an_editor())
    assert "20 of 20 clicks" in client.get(reverse("admin:index")).content.decode()

    client.post(reverse("admin:ads_clickalert_credit", args=[alert.pk]))
    client.post(reverse("admin:ads_clickalert_credit", args=[alert.pk]))

    alert.refresh_from_db()
    assert (alert.state, alert.credited_cents, balance_of(ad.advertiser)) == ("credited", 2_000, 3_000)
    assert mail.outbox[-1].subject == "We gave $20.00 back: some clicks looked odd"
    assert len(mail.outbox) == 2


def test_a_quarter_of_the_views_is_not_odd():
    ad = a_live_ad(balance_cents=3_000)
    views(ad, 80)
    clicks(ad, *map(str, range(20)))

    services.scan_day(DAY)

    assert ClickAlert.objects.count() == 0


def test_a_spike_is_for_the_desk_alone_and_can_be_found_right():
    ad = a_live_ad(balance_cents=9_000)
    views(ad, 1_000)
    for back in (1, 2, 3):
        clicks(ad, *map(str, range(10)), at=NOON - timedelta(days=back))
    clicks(ad, *map(str, range(20)))
    mail.outbox.clear()

    services.scan_day(DAY)

    alert = ClickAlert.objects.get()
    assert (alert.pattern, alert.state, mail.outbox) == ("spike", "open", [])
    assert services.dismiss_alert(alert, by=an_editor()) is True
    assert services.dismiss_alert(alert, by=an_editor()) is False
    assert services.credit_alert(ClickAlert.objects.get(), by=an_editor()) == 0


def test_the_chore_looks_at_the_two_days_that_ended_last():
    ad = a_live_ad(balance_cents=2_000)
    clicks(ad, *["x"] * 10)

    with clock_at(NOON + timedelta(days=3)) as clock:
        services.scan_clicks()
        assert ClickAlert.objects.count() == 0
        clock.set(NOON + timedelta(days=2))
        services.scan_clicks()
        assert ClickAlert.objects.get().day == timezone.localdate(NOON)


def test_what_was_half_done_when_a_scan_died_is_finished_by_the_next():
    ad = a_live_ad(balance_cents=2_000)
    views(ad, 1_000)
    clicks(ad, *["x"] * 10)
    services.scan_day(DAY)
    ClickAlert.objects.update(state="open", credited_cents=0)  # as it was before the last step

    services.scan_day(DAY)

    assert ClickAlert.objects.get().credited_cents == 1_000
    assert balance_of(ad.advertiser) == 2_000
