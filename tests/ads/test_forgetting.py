"""Who clicked is forgotten: after a day where the browser asks for privacy, after sixty days everywhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ads import services
from ads.audit import broken_invariants
from ads.models import BooksAudit, Click, ClickAlert, LandingCheck, OwnKey, RefusedDay
from tests.clocks import clock_at
from tests.factories_ads import a_charged_click, a_human, a_token, a_waiting_ad

pytestmark = pytest.mark.django_db


def click(ad, *, days_ago=0.0, **facts):
    at = timezone.now() - timedelta(days=days_ago)
    token = a_token(ad, at=at - timedelta(seconds=5))
    return services.record_click(ad, evidence=a_human(token, **{"at": at, "client": f"{days_ago}"} | facts))


def keys():
    clicks = Click.objects.order_by("-at").values_list("client_hash", "address_hash", "browser", "reason")
    return [(bool(client and address), bool(browser), reason) for client, address, browser, reason in clicks]


def test_a_reader_who_asks_for_privacy_is_forgotten_after_a_day_and_the_verdict_stays(live_ad):
    click(live_ad, days_ago=0.9, gpc=True)
    click(live_ad, days_ago=1.1, gpc=True)
    click(live_ad, days_ago=1.2, gpc=True, agent="curl/8")
    click(live_ad, days_ago=59)

    services.forget_click_keys()

    assert keys() == [(True, True, ""), (False, False, ""), (False, False, "robot"), (True, True, "")]
    assert broken_invariants() == []


def test_what_readers_who_ask_for_privacy_clicked_is_looked_at_before_they_are_forgotten(live_ad):
    with clock_at(datetime(2026, 5, 5, 0, 10, tzinfo=UTC)) as clock:
        for number in range(10):
            a_charged_click(live_ad, at=clock.now, client=f"{number}", address="x", gpc=True)
        clock.set(datetime(2026, 5, 6, 0, 20, tzinfo=UTC))

        services.forget_click_keys()

    assert ClickAlert.objects.get().credited_cents == 1_000
    assert set(Click.objects.values_list("client_hash", "address_hash", "network_hash")) == {("", "", "")}


def test_after_sixty_days_a_charge_stays_and_a_refusal_is_a_number(live_ad):
    RefusedDay.objects.create(
        ad=live_ad, day=timezone.localdate(timezone.now() - timedelta(days=61)), reason="robot", count=4
    )
    click(live_ad, days_ago=61)
    for number in range(3):
        click(live_ad, days_ago=61, client=f"{number}", agent="curl/8")
    click(live_ad, days_ago=61, method="HEAD")
    click(live_ad, days_ago=59, agent="curl/8")

    services.forget_click_keys()
    services.forget_click_keys()

    kept = Click.objects.get(reason="")
    assert (kept.charged_cents, kept.client_hash, kept.address_hash, kept.browser, kept.evidence) == (
        100,
        "",
        "",
        "",
        {},
    )
    assert list(Click.objects.exclude(reason="").values_list("reason", flat=True)) == ["robot"]
    assert dict(RefusedDay.objects.values_list("reason", "count")) == {"robot": 7, "method": 1}
    assert broken_invariants() == []


def test_own_keys_are_forgotten_after_two_days(live_ad):
    for days_ago in range(4):
        day = timezone.localdate() - timedelta(days=days_ago)
        OwnKey.objects.create(advertiser=live_ad.advertiser, day=day, address_hash=f"{days_ago}")

    services.forget_click_keys()

    assert sorted(OwnKey.objects.values_list("address_hash", flat=True)) == ["0", "1"]


def look(version, days_ago):
    at = timezone.now() - timedelta(days=days_ago)
    return version.landing_checks.create(at=at, outcome="works", host=f"{days_ago}.example", said="200")


def test_old_looks_at_landing_pages_go_but_for_the_last_and_for_what_the_editor_saw():
    approved_at = timezone.now() - timedelta(days=75)
    shown, quiet = (a_waiting_ad(approved_at=approved_at).versions.get() for _ in range(2))
    waiting = a_waiting_ad().versions.get()
    for days_ago in (90, 80, 70, 61, 59):
        look(shown, days_ago)
    for days_ago in (70, 61):
        look(quiet, days_ago)
        look(waiting, days_ago)

    services.forget_checks()
    services.forget_checks()

    kept = LandingCheck.objects.order_by("version", "at").values_list("version", "host")
    assert list(kept) == [
        (shown.pk, "90.example"),
        (shown.pk, "80.example"),
        (shown.pk, "59.example"),
        (quiet.pk, "61.example"),
        (waiting.pk, "70.example"),
        (waiting.pk, "61.example"),
    ]


def test_old_audits_go_but_for_the_last():
    for days_ago in (90, 70, 61):
        at = timezone.now() - timedelta(days=days_ago)
        BooksAudit.objects.create(at=at, invariants=days_ago, transactions=0, clicks=0)

    services.forget_checks()

    assert BooksAudit.objects.get().invariants == 61
