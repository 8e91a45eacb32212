"""The ad desk: review, payments, and books that nobody edits."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.html import escape

from ads import services
from ads.models import Ad, AdVersion, Advertiser, Transaction
from newsroom.models import User
from tests.factories_ads import (
    a_human,
    a_live_ad,
    a_token,
    a_waiting_ad,
    an_advertiser,
    an_editor,
    balance_of,
)

pytestmark = pytest.mark.django_db

LISTS = ("ad", "advertiser", "account", "transaction", "click")


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


def a_helper(*permissions):
    user = User.objects.create_user("helper@paper.example", "secret", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def test_an_editor_approves_with_one_button(desk):
    ad = a_waiting_ad()
    page = desk.get(reverse("admin:ads_ad_change", args=[ad.pk])).content.decode()

    response = desk.post(re.search(r'action="([^"]+/approve/[^"]+)"', page)[1], follow=True)

    assert "Fresh tea, every Friday" in page
    assert "https://tea.example/menu?a=1&amp;a=2&amp;b=" in page
    assert "The ad is approved." in response.content.decode()
    assert Ad.objects.get().state == "approved"


def test_approving_needs_a_post(desk):
    ad = a_waiting_ad()

    assert desk.get(reverse("admin:ads_ad_approve", args=[ad.pk])).status_code == 405
    assert Ad.objects.get().state == "waiting"


def test_turning_down_asks_why(desk):
    ad = a_waiting_ad()
    page = desk.get(reverse("admin:ads_ad_change", args=[ad.pk])).content.decode()
    address = re.search(r'href="([^"]+/reject/[^"]+)"', page)[1]

    asked = desk.get(address)
    empty = desk.post(address, {"reason": " "})
    done = desk.post(address, {"reason": "The picture is blurred."})

    assert (asked.status_code, empty.status_code, done.status_code) == (200, 422, 302)
    assert ad.versions.get().rejection_reason == "The picture is blurred."


def test_a_second_decision_is_refused_in_words(desk):
    ad = a_waiting_ad()
    address = reverse("admin:ads_ad_approve", args=[ad.pk], query={"version": ad.versions.get().pk})
    desk.post(address)

    response = desk.post(address, follow=True)

    assert "This version was decided before." in response.content.decode()


@pytest.mark.parametrize("deed", ["approve", "reject"])
def test_a_version_that_the_editor_has_not_seen_is_not_decided(desk, deed):
    ad = a_waiting_ad()
    seen = ad.versions.get()
    AdVersion.objects.create(ad=ad, number=2, price_cents=100, headline="Swapped", image=seen.image)
    address = reverse(f"admin:ads_ad_{deed}", args=[ad.pk])

    for query in (f"?version={seen.pk}", "", "?version=x"):
        response = desk.post(f"{address}{query}", {"reason": "Blurred."}, follow=True)
        assert "There is a newer version of this ad." in response.content.decode()

    assert not AdVersion.objects.exclude(approved_at=None, rejected_at=None).exists()


def test_an_ad_is_paused_and_resumed(desk):
    ad = a_live_ad()

    desk.post(reverse("admin:ads_ad_pause", args=[ad.pk]))
    paused = Ad.objects.get().state
    desk.post(reverse("admin:ads_ad_resume", args=[ad.pk]))

    assert (paused, Ad.objects.get().state) == ("paused", "approved")


def test_a_payment_is_recorded_once(desk):
    advertiser = an_advertiser()
    address = reverse("admin:ads_advertiser_payment", args=[advertiser.pk])
    payment = {"cents": "20", "reference": "Bank 7", "note": ""}

    first, second = [desk.post(address, payment, follow=True) for _ in range(2)]
    wrong = desk.post(address, payment | {"cents": "0"})

    assert "The payment of $20.00, reference Bank 7, is in the books." in first.content.decode()
    assert "was in the books before: nothing was added." in second.content.decode()
    assert LogEntry.objects.count() == 1
    assert wrong.status_code == 422
    assert balance_of(advertiser) == 2_000
    assert Transaction.objects.get().by == an_editor()


def test_a_charged_click_is_credited_with_a_note(desk):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    charge = Transaction.objects.get(kind="click")

    desk.post(reverse("admin:ads_transaction_reverse", args=[charge.pk]), {"note": "a robot after all"})

    assert balance_of(ad.advertiser) == 1_000
    assert Transaction.objects.get(kind="reversal").note == "a robot after all"
    page = desk.get(reverse("admin:ads_click_changelist")).content.decode()
    assert "Charged, then credited" in page
    assert "$1.00" not in page


def test_who_reverses_is_told_that_the_advertiser_reads_why(desk):
    a_live_ad()
    payment = Transaction.objects.get()

    page = desk.get(reverse("admin:ads_transaction_reverse", args=[payment.pk])).content.decode()

    assert "The advertiser reads this." in page


def test_one_button_gives_the_advertisers_page_a_new_address(desk):
    advertiser = an_advertiser()
    page = desk.get(reverse("admin:ads_advertiser_change", args=[advertiser.pk])).content.decode()
    address = re.search(r'action="([^"]+/renew/)"', page)[1]
    secret = advertiser.secret

    looked = desk.get(address).status_code
    done = desk.post(address, follow=True).content.decode()

    advertiser.refresh_from_db()
    assert looked == 405
    assert advertiser.secret != secret
    assert "The old address has ended; the advertiser was mailed the new one." in done


def test_an_ad_manager_gives_new_addresses_and_who_may_only_look_does_not(client):
    advertiser = an_advertiser()
    address = reverse("admin:ads_advertiser_renew", args=[advertiser.pk])
    manager = User.objects.create_user("manager@paper.example", "secret", is_staff=True)
    manager.groups.add(Group.objects.get(name="ad manager"))

    client.force_login(a_helper("view_advertiser"))
    refused = client.post(address).status_code
    kept = Advertiser.objects.get().secret
    client.force_login(manager)
    done = client.post(address).status_code

    assert (refused, done) == (403, 302)
    assert advertiser.secret == kept != Advertiser.objects.get().secret


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_row_opens_and_nothing_can_be_added_changed_or_deleted(desk, name):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    row = {
        "ad": ad,
        "advertiser": ad.advertiser,
        "account": ad.advertiser.account,
        "transaction": Transaction.objects.get(kind="click"),
        "click": ad.clicks.get(),
    }[name]

    assert desk.get(reverse(f"admin:ads_{name}_changelist")).status_code == 200
    assert desk.get(reverse(f"admin:ads_{name}_change", args=[row.pk])).status_code == 200
    assert desk.get(reverse(f"admin:ads_{name}_add")).status_code == 403
    assert desk.post(reverse(f"admin:ads_{name}_change", args=[row.pk]), {}).status_code == 403
    assert desk.post(reverse(f"admin:ads_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_five(desk, name, django_assert_num_queries):
    def a_clicked_ad():
        ad = a_live_ad()
        services.record_click(ad, evidence=a_human(a_token(ad)))

    a_clicked_ad()
    address = reverse(f"admin:ads_{name}_changelist")
    desk.get(address)
    # Session, user, the count, the rows, and what a list needs beside them.
    most = {"ad": 5, "advertiser": 4, "account": 4, "transaction": 5, "click": 5}[name]
    with django_assert_num_queries(most):
        desk.get(address)

    for _ in range(4):
        a_clicked_ad()

    with django_assert_num_queries(most):
        desk.get(address)


@pytest.mark.parametrize("deed", ["approve", "reject", "pause", "resume"])
def test_a_helper_who_may_only_look_decides_nothing(client, deed):
    ad = a_waiting_ad()
    client.force_login(a_helper("view_ad"))

    assert client.get(reverse("admin:ads_ad_change", args=[ad.pk])).status_code == 200
    assert client.post(reverse(f"admin:ads_ad_{deed}", args=[ad.pk])).status_code == 403
    assert Ad.objects.get().state == "waiting"


def test_who_may_decide_on_ads_may_not_touch_money(client):
    advertiser = an_advertiser()
    client.force_login(a_helper("view_ad", "change_ad", "view_advertiser"))

    address = reverse("admin:ads_advertiser_payment", args=[advertiser.pk])

    assert client.post(address, {"cents": "20", "reference": "x"}).status_code == 403
    assert balance_of(advertiser) == 0


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "%00"])
def test_an_odd_row_is_not_found(desk, pk):
    for address in (f"/admin/ads/ad/{pk}/approve/", f"/admin/ads/advertiser/{pk}/payment/"):
        assert desk.post(address).status_code == 404
    assert desk.get(f"/admin/ads/ad/{pk}/change/").status_code in (302, 404)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("verdict=charged", ["One's"]),
        ("verdict=credited", ["Two's"]),
        ("verdict=free", ["One's"]),
        ("reason__exact=robot", ["One's"]),
        ("ad__id__exact={two}", ["Two's"]),
        ("ad__advertiser__id__exact={owner}", ["One's", "One's"]),
        ("q=one@tea.example", ["One's", "One's"]),
        ("q=Two%27s", ["Two's"]),
    ],
)
def test_clicks_are_found_by_whose_they_are_and_what_became_of_them(desk, asked, found):
    one, two = (
        a_live_ad(an_advertiser(f"{name}@tea.example"), headline=f"{name.title()}'s")
        for name in ("one", "two")
    )
    for ad in (one, two):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"of {ad.pk}"))
    services.record_click(one, evidence=a_human(a_token(one), agent="curl/8"))
    charge = Transaction.objects.get(click__ad=two)
    services.reverse_transaction(charge, by=an_editor(), note="goodwill")

    asked = asked.format(two=two.pk, owner=one.advertiser_id)
    page = desk.get(reverse("admin:ads_click_changelist") + f"?{asked}").content.decode()

    assert re.findall(r'field-headline">([^<]+)<', page) == [escape(name) for name in found]
