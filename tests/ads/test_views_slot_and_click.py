"""The slot and the click over HTTP."""

import gzip
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ads import services, serving
from ads.models import Ad, AdDay, Click, RefusedDay
from newsroom import security
from tests.factories_ads import (
    FROM_OUR_PAGE,
    a_live_ad,
    a_token,
    a_waiting_ad,
    an_advertiser,
    an_editor,
    balance_of,
)

pytestmark = pytest.mark.django_db


def click(client, token, method="get", **headers):
    address = reverse("ads:ad_click", args=[token])
    return getattr(client, method)(address, headers={**FROM_OUR_PAGE, **headers})


def show(client, **headers):
    return client.get("/ads/slot/article/", headers=headers)


def test_the_slot_shows_a_live_ad_with_a_marked_link(client, live_ad):
    response = show(client)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Advertisement · paid for by Tea House" in page
    assert f'<a href="/ads/about/{live_ad.version_id}/" target="_blank" rel="nofollow noopener">' in page
    assert 'target="_blank" rel="sponsored nofollow noopener"' in page
    assert 'alt="A cup of tea"' in page
    assert f'href="/ads/click/{live_ad.pk}.{live_ad.version_id}.{live_ad.advertiser_id}.100.article.' in page
    assert "tea.example" not in page
    assert "<script" not in page
    assert len(gzip.compress(response.content)) < 850


def test_the_slot_sets_no_cookie_and_is_never_kept(client, live_ad):
    response = show(client)

    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Content-Security-Policy"] == security.AD_FRAME
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Cookie" not in response.headers.get("Vary", "")


def test_an_empty_slot_holds_the_invitation(client):
    page = show(client).content.decode()

    assert 'href="/advertise/" target="_top">' in page
    assert "<strong>Only $1/click</strong> — Submit your ad here" in page


@pytest.mark.parametrize("why", ["waiting", "unpaid", "paused", "budget spent", "balance below a click"])
def test_what_may_not_show_does_not_show(client, why):
    ad = {
        "waiting": a_waiting_ad,
        "unpaid": lambda: a_live_ad(balance_cents=0),
        "paused": a_live_ad,
        "budget spent": lambda: a_live_ad(budget_cents=99),
        "balance below a click": lambda: a_live_ad(balance_cents=99),
    }[why]()
    if why == "paused":
        services.pause_ad(ad)

    assert b"Submit your ad here" in show(client).content


def test_a_warm_slot_asks_the_database_nothing(client, live_ad, monkeypatch):
    monkeypatch.setattr(serving, "REFRESH_SECONDS", 60)
    show(client)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = show(client)

    assert len(queries) == 0
    assert b"Fresh tea" in page.content


@pytest.mark.parametrize("ads", [1, 5])
def test_a_cold_slot_asks_twice_however_many_the_ads(client, django_assert_num_queries, ads):
    for _ in range(ads):
        a_live_ad(daily_cap_cents=900)

    with django_assert_num_queries(2):  # the ads, and the prices of places
        show(client)


def test_a_broken_database_shows_the_invitation(client, live_ad, monkeypatch):
    def broken():
        raise ValueError("anything")

    monkeypatch.setattr(serving, "choose_ad", broken)

    response = show(client)

    assert response.status_code == 200
    assert b"Submit your ad here" in response.content


def test_a_click_is_sent_on_and_charged(client, live_ad):
    response = click(client, a_token(live_ad))

    assert response.status_code == 302
    assert response.headers["Location"] == "https://tea.example/menu?a=1&a=2&b="
    assert response.headers["Cache-Control"] == "no-store"
    assert balance_of(live_ad.advertiser) == 900


def test_a_slot_shown_and_clicked_at_leisure_costs_one_dollar(client, live_ad, monkeypatch):
    href = show(client, **FROM_OUR_PAGE).content.decode().split('href="/ads/click/')[1].split('/"')[0]

    too_soon = click(client, href)
    monkeypatch.setattr("ads.verdicts.SOONEST_CLICK", timedelta(0))
    charged = click(client, href)

    assert (too_soon.status_code, charged.status_code) == (302, 302)
    assert list(Click.objects.order_by("pk").values_list("reason", flat=True)) == ["too_soon", ""]
    assert balance_of(live_ad.advertiser) == 900


@pytest.mark.parametrize(
    ("method", "headers", "reason"),
    [
        ("head", {}, "method"),
        ("options", {}, "method"),
        ("post", {}, "method"),
        ("post", {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}, "method"),
        ("get", {"Sec-Purpose": "prefetch;prerender"}, "prefetch"),
        ("get", {"Purpose": "prefetch"}, "prefetch"),
        ("get", {"X-Moz": "prefetch"}, "prefetch"),
        ("get", {"User-Agent": "Googlebot/2.1"}, "robot"),
        ("get", {"From": "bot@crawler.example"}, "robot"),
        ("get", {"Sec-CH-UA": '"HeadlessChrome";v="1"'}, "robot"),
        ("get", {"Sec-Fetch-Dest": "iframe"}, "elsewhere"),
        ("get", {"Sec-Fetch-Site": "cross-site"}, "elsewhere"),
    ],
)
def test_what_is_no_reader_is_sent_on_and_not_charged(live_ad, method, headers, reason):
    client = Client(enforce_csrf_checks=True)

    response = click(client, a_token(live_ad), method, **headers)

    assert (response.status_code, response.headers["Location"]) == (302, live_ad.version.landing_url)
    assert Click.objects.get().reason == reason
    assert balance_of(live_ad.advertiser) == 1_000


def test_a_foreign_token_leads_where_its_address_says_and_charges_nobody(client, live_ad):
    other = a_live_ad(landing_url="https://other.example/")
    foreign = f"{other.pk}.{a_token(live_ad).split('.', 1)[1]}"

    response = click(client, foreign)

    assert response.headers["Location"] == "https://other.example/"
    assert RefusedDay.objects.get().ad == other
    assert (balance_of(live_ad.advertiser), balance_of(other.advertiser)) == (1_000, 1_000)


@pytest.mark.parametrize("token", ["1", "x", "0.a", "99999.a.b", f"{'9' * 40}.a", "%00", "1%00.x"])
def test_an_unknown_ad_is_not_found(client, token):
    assert client.get(f"/ads/click/{token}/").status_code == 404


def test_an_ad_that_was_never_approved_is_not_found(client):
    ad = a_waiting_ad()

    assert client.get(f"/ads/click/{ad.pk}.x/").status_code == 404


def test_staff_are_sent_on_and_not_charged(client, live_ad):
    client.force_login(an_editor())

    response = click(client, a_token(live_ad))

    assert response.status_code == 302
    assert Click.objects.get().reason == "staff"


@pytest.mark.django_db(transaction=True)
def test_a_charged_click_takes_eight_statements_with_begin_and_commit(client):
    ad = a_live_ad(daily_cap_cents=900)
    click(client, a_token(ad), **{"User-Agent": f"{FROM_OUR_PAGE['User-Agent']} warm"})

    with CaptureQueriesContext(connection) as queries:
        click(client, a_token(ad))

    verbs = [query["sql"].split()[0] for query in queries]
    assert Ad.objects.get(pk=ad.pk).spent_cents == 200
    assert verbs == ["BEGIN", "UPDATE", "INSERT", "INSERT", "UPDATE", "INSERT", "INSERT", "COMMIT"]
    assert AdDay.objects.get().spent_cents == 200


def test_a_database_that_fails_in_the_charge_still_sends_the_reader_on(client, live_ad, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("ads.ledger.post", locked)

    response = click(client, a_token(live_ad))

    assert (response.status_code, response.headers["Location"]) == (302, live_ad.version.landing_url)
    assert Ad.objects.get(pk=live_ad.pk).spent_cents == 0


def test_without_a_database_the_reader_is_sent_where_the_ad_that_was_shown_leads(
    client, live_ad, monkeypatch
):
    def away(*args, **kwargs):
        raise OperationalError("the connection is closed")

    token = a_token(live_ad)
    show(client)
    monkeypatch.setattr("ads.ledger.post", away)
    monkeypatch.setattr(type(Ad.objects), "for_clicks", away)

    known, unknown = click(client, token), click(client, f"99{token}")

    assert (known.status_code, known.headers["Location"]) == (302, live_ad.version.landing_url)
    assert unknown.status_code == 404


def cards_for(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return Template("{% load ads %}{% ads_cards %}").render(Context({"request": request}))


def test_the_desk_sees_what_waits_and_what_to_look_at_again_in_three_queries(django_assert_num_queries):
    editor, advertiser = an_editor(), an_advertiser()
    for number in range(8):
        a_waiting_ad(advertiser, headline=f"Ad number {number}")
    cards_for(editor)

    with django_assert_num_queries(3):
        html = cards_for(editor)

    assert "Ads waiting" in html
    assert '<span class="card-count">8</span>' in html
    assert html.count("Ad number") == 6


def test_the_card_is_only_for_those_who_may_see_ads(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert cards_for(AnonymousUser()).strip() == ""
