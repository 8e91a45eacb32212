"""The ad manager's desk: what waits one after the other, what a program says of it, and readers' reports."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from ads import prechecks, services
from ads.models import Ad, AdReport, AdVersion, PlacePrice
from ads.prices import price_of
from newsroom.models import User
from tests.clocks import clock_at
from tests.factories_ads import (
    FROM_OUR_PAGE,
    a_live_ad,
    a_picture_file,
    a_waiting_ad,
    an_advertiser,
    an_editor,
    balance_of,
)

pytestmark = pytest.mark.django_db

ABOUT = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


def said_of(ad):
    version = AdVersion.objects.select_related("ad__advertiser").filter(ad=ad).first()
    return {finding.sentence: finding.is_fine for finding in prechecks.findings(version)}


def test_the_queue_leads_from_decision_to_decision(desk):
    first, second = a_waiting_ad(), a_waiting_ad(headline="Second")

    page = desk.get(reverse("admin:ads_ad_review"), follow=True).content.decode()
    approve = re.search(r'action="([^"]+approve[^"]+)"', page)[1].replace("&amp;", "&")
    answer = desk.post(approve, follow=True)

    assert 'data-key="a"' in page
    assert Ad.objects.get(pk=first.pk).state == "approved"
    assert f"/admin/ads/ad/{second.pk}/change/?queue" in answer.redirect_chain[-1][0]
    page = answer.content.decode()
    turn_down = re.search(r'action="([^"]+reject[^"]+)"', page)[1].replace("&amp;", "&")
    reason = re.search(r'value="([^"]+)" data-key="3"', page)[1]
    done = desk.post(turn_down, {"reason": reason}, follow=True)
    assert AdVersion.objects.get(ad=second).rejection_reason == "The ad looks like one of our stories."
    assert "No ad waits for review." in done.content.decode()


def test_the_page_of_a_decision_shows_what_to_look_at(desk):
    advertiser = an_advertiser("shop@gmail.example")
    ad = a_waiting_ad(advertiser, headline="MIRACLE TEA!!", landing_url="https://tea.example/")
    other = a_live_ad(landing_url="https://tea.example/")
    other.versions.get().landing_checks.create(outcome="works", host="tea.example", said="200")

    assert said_of(ad) == {
        "The landing page was not looked at yet.": False,
        "The picture is new: look at it.": False,
        "It shouts.": False,
        "Words to look at: miracle.": False,
        "Another advertiser leads to the same address.": False,
        "The advertiser's mail comes from gmail.example, the ad leads to tea.example.": False,
    }
    assert said_of(other)["The page answers. (tea.example: 200)"] is True
    page = desk.get(reverse("admin:ads_ad_change", args=[ad.pk])).content.decode()
    assert "Words to look at: miracle." in page


def test_a_new_version_is_shown_beside_the_old_one(desk):
    ad = a_live_ad()
    services.propose_version(ad, image=None, words={"headline": "New", "sections": ["world"]}, by=None)

    page = desk.get(reverse("admin:ads_ad_change", args=[ad.pk])).content.decode()

    rows = re.findall(r"<th scope=.row.>([^<]+)</th><td><del>([^<]*)</del></td><td><ins>([^<]*)</ins>", page)
    assert ("headline", "Fresh tea, every Friday", "New") in rows
    assert ("sections", "", "world") in rows


def test_three_readers_ask_the_desk_and_one_reader_is_one(client):
    ad = a_live_ad()
    path = reverse("ads:ad_about", args=[ad.version_id])
    shown = client.get(path)

    for address in ("198.51.100.1", "198.51.100.1", "198.51.100.2", "198.51.100.3"):
        answer = client.post(path, {"why": "false", "words": "No tea"}, headers=ABOUT, REMOTE_ADDR=address)
        assert answer.status_code == 302

    assert "Tea House paid for it." in shown.content.decode()
    assert not shown.cookies
    assert AdReport.objects.open().count() == 3
    client.force_login(an_editor())
    assert "reported by 3 readers" in client.get("/admin/").content.decode()
    client.post(reverse("admin:ads_ad_close_reports", args=[ad.pk]))
    assert AdReport.objects.open().count() == 0


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        ({}, ABOUT, 422),
        ({"why": "bad"}, ABOUT, 422),
        ({"why": "false"}, {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_report_that_is_none_is_refused_in_words(client, sent, headers, status):
    path = reverse("ads:ad_about", args=[a_live_ad().version_id])

    assert client.post(path, sent, headers=headers).status_code == status
    assert AdReport.objects.count() == 0


def test_a_version_that_nobody_approved_has_no_page(client):
    waiting = a_waiting_ad().versions.get().pk

    assert client.get(reverse("ads:ad_about", args=[waiting])).status_code == 404
    assert client.get("/ads/about/99999999999999999999/").status_code == 404


def test_a_house_ad_shows_at_once_and_has_no_budget(desk):
    fields = {
        "headline": "Read us on paper",
        "text": "Every Saturday.",
        "call_to_action": "Subscribe",
        "alt": "A paper",
        "landing_url": "https://paper.example/subscribe",
        "paid_by": "The Harbour Gazette",
    }
    house = reverse("admin:ads_ad_house")
    wrong = desk.post(house, fields | {"headline": "", "image": a_picture_file()})
    desk.post(house, fields | {"image": a_picture_file()})

    ad = Ad.objects.get()
    assert wrong.status_code == 422
    assert (ad.is_house, ad.state, ad.budget_cents) == (True, "approved", 0)
    assert ad.version.headline == "Read us on paper"


def test_the_desk_names_no_price_of_a_house_ad_and_no_limit_that_an_ad_has_not(desk):
    house, paid = a_live_ad(is_house=True, budget_cents=0, balance_cents=0), a_live_ad()

    pages = [desk.get(reverse("admin:ads_ad_change", args=[ad.pk])).content.decode() for ad in (house, paid)]

    assert ["a click</dd>" in page for page in pages] == [False, True]
    assert [page for page in pages if '<div class="readonly">None</div>' in page] == []


def test_a_house_ad_is_changed_by_its_next_version_and_keeps_its_picture(desk):
    old = a_live_ad(is_house=True, budget_cents=0, balance_cents=0)
    path = reverse("admin:ads_ad_edit", args=[old.pk])
    fields = {name: getattr(old.version, name) for name in ("headline", "text", "call_to_action", "alt")}
    fields |= {"landing_url": "https://paper.example/subscribe", "paid_by": "The paper"}

    assert 'value="Fresh tea, every Friday"' in desk.get(path).content.decode()
    assert desk.post(path, fields | {"headline": ""}).status_code == 422
    for _ in range(2):
        assert desk.post(path, fields | {"headline": "Read us on paper"}).status_code == 302

    new = Ad.objects.get().version
    assert (new.headline, new.number, new.image) == ("Read us on paper", 2, old.version.image)
    assert old.versions.count() == 2


def test_the_desk_does_not_change_the_ad_of_an_advertiser(desk):
    ad = a_live_ad()
    path = reverse("admin:ads_ad_edit", args=[ad.pk])

    answers = [desk.get(path), desk.post(path, {"headline": "Ours now"})]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "Only its advertiser changes this ad." in desk.get(answers[0].url).content.decode()
    assert ad.versions.count() == 1


def test_prices_by_place_never_exceed_what_was_agreed_to(desk, settings):
    dear = desk.post(reverse("admin:ads_placeprice_add"), {"place": "article", "cents": "1.50"})
    desk.post(reverse("admin:ads_placeprice_add"), {"place": "article", "cents": "0.60"})

    row = PlacePrice.objects.get()
    assert (dear.status_code, row.place, row.cents) == (422, "article", 60)
    assert "The most is $1." in dear.content.decode()
    assert price_of("article", agreed_cents=100, own={"article": 60}) == 60
    assert price_of("article", agreed_cents=50, own={"article": 60}) == 50
    assert price_of("front", agreed_cents=200, own={"article": 60}) == settings.AD_PRICE_CENTS


def test_a_click_from_a_cheaper_place_costs_less_and_the_books_agree(client):
    PlacePrice.objects.create(place="article", cents=60)
    ad = a_live_ad()
    link = re.search(r"/ads/click/[^\"]+", client.get("/ads/slot/article/", headers=FROM_OUR_PAGE).text)[0]
    with clock_at(timezone.now() + timedelta(seconds=5)):
        client.get(link, headers=FROM_OUR_PAGE)

    assert balance_of(ad.advertiser) == 940
    call_command("audit_ledger")


def test_all_chosen_ads_are_paused_at_one_press(desk):
    ads = [a_live_ad() for _ in range(3)]
    chosen = {"action": "pause_all", "_selected_action": [ad.pk for ad in ads[:2]]}

    page = desk.post(reverse("admin:ads_ad_changelist"), chosen, follow=True).text

    assert "2 ads paused." in page
    states = dict(Ad.objects.values_list("pk", "state"))
    assert [states[ad.pk] for ad in ads] == ["paused", "paused", "approved"]


def test_who_may_only_look_pauses_nothing_in_the_list(client):
    ad = a_live_ad()
    helper = User.objects.create_user("helper@paper.example", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_ad"))
    client.force_login(helper)

    answer = client.post(
        reverse("admin:ads_ad_changelist"), {"action": "pause_all", "_selected_action": [ad.pk]}
    )

    assert (answer.status_code, Ad.objects.get().state) == (403, "approved")


def test_the_list_leads_who_may_decide_to_what_waits_and_to_a_house_ad(desk):
    listed = reverse("admin:ads_ad_changelist")
    ways = [f'href="{reverse(name)}"' for name in ("admin:ads_ad_review", "admin:ads_ad_house")]
    decides = desk.get(listed).text
    helper = User.objects.create_user("helper@paper.example", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_ad"))
    desk.force_login(helper)
    looks = desk.get(listed).text

    assert [(way in decides, way in looks) for way in ways] == [(True, False), (True, False)]
