"""The advertiser's own page, and who finds it."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from ads import links, services
from ads.models import Advertiser
from tests.factories_ads import a_human, a_live_ad, a_token, a_waiting_ad, an_advertiser, an_editor

pytestmark = pytest.mark.django_db


def test_the_advertisers_page_says_every_verdict_in_words(client, django_assert_max_num_queries):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.record_click(ad, evidence=a_human(a_token(ad), agent="curl/8"))
    services.record_click(ad, evidence=a_human(f"{ad.pk}.forged"))

    with django_assert_max_num_queries(17):
        response = client.get(links.status_path(ad.advertiser))

    page = response.content.decode()
    assert "your balance is <strong>$9.00</strong>" in page
    assert "Not charged: a robot, not a reader" in page
    assert "1 click: the link was altered or made up" in page
    assert "1 click that was not charged is counted by its day and reason alone" in page
    assert "Readers see it." in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_advertisers_page_says_when_an_ad_rests_for_today(client):
    capped, other_day = a_live_ad(daily_cap_cents=100), a_live_ad(weekdays=[localdate().isoweekday() % 7 + 1])
    services.record_click(capped, evidence=a_human(a_token(capped)))

    pages = [client.get(links.status_path(ad.advertiser)).content.decode() for ad in (capped, other_day)]

    assert "Its limit for today is spent; it shows again tomorrow." in pages[0]
    assert f"It rests today and shows on its days: {other_day.version.weekday_names[0]}." in pages[1]
    assert [page for page in pages if "Readers see it." in page] == []


def test_charts_and_tables_come_with_the_first_view(client):
    ad = a_live_ad()
    before = client.get(links.status_path(ad.advertiser)).content.decode()
    services.record_click(ad, evidence=a_human(a_token(ad)))

    after = client.get(links.status_path(ad.advertiser)).content.decode()

    said = "Nobody has met your ads in these weeks"
    assert (said in before, "<svg" in before, "<summary>By day</summary>" in before) == (True, False, False)
    assert (said in after, "<svg" in after, "<summary>By day</summary>" in after) == (False, True, True)


def test_somebody_elses_page_is_not_found(client):
    path = links.status_path(a_live_ad().advertiser)

    assert client.get(path.replace(path[-5:-1], "AAAA")).status_code == 404


def test_a_credited_click_says_so_and_no_longer_counts_as_charged(client):
    ad = a_live_ad()
    for number in range(2):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    charge = ad.clicks.order_by("pk").first().transaction
    services.reverse_transaction(charge, by=an_editor(), note="a robot after all")

    page = client.get(links.status_path(ad.advertiser)).content.decode()

    rows = re.findall(r"<td>(Charged[^<]*)</td>\s*<td[^>]*>([^<]+)</td>", page)
    assert rows == [("Charged", "$1.00"), ("Charged, then credited", "$0.00")]
    assert "<dt>Clicks charged</dt><dd>1</dd>" in page
    assert "<dt>Clicks credited</dt><dd>1</dd>" in page
    assert "<dt>Spent</dt><dd>$1.00</dd>" in page
    assert "Reversal: a robot after all" in page


def test_an_address_that_was_renewed_is_not_found_and_the_new_one_is_mailed(client):
    ad = a_live_ad()
    old, confirmation = links.status_path(ad.advertiser), links.confirm_path(ad)
    mail.outbox.clear()

    services.renew_addresses(ad.advertiser, by=None)

    new = links.status_path(Advertiser.objects.get())
    assert client.get(old).status_code == 404
    assert client.get(confirmation).status_code == 404
    assert client.get(new).status_code == 200
    assert (mail.outbox[0].to, new in mail.outbox[0].body) == ([ad.advertiser.email], True)


def test_an_address_is_not_renewed_for_who_never_confirmed():
    advertiser = a_waiting_ad().advertiser
    Advertiser.objects.update(confirmed_at=None)

    with pytest.raises(services.Refused, match="has not confirmed"):
        services.renew_addresses(advertiser, by=None)

    assert mail.outbox == []


def test_an_advertisers_address_tells_nothing_of_the_others():
    one, two = links.status_path(an_advertiser()), links.status_path(an_advertiser())

    assert re.fullmatch(r"/advertise/status/[0-9a-f]{32}\.[\w-]{43}/", one)
    assert one[:51] != two[:51]


def test_the_advertisers_page_of_the_paper_says_the_price_and_is_kept(client):
    response = client.get(reverse("ads:advertise"))

    assert "<h1>Only $1/click</h1>" in response.content.decode()
    assert not response.cookies
    assert "sections" in response.headers["Surrogate-Key"]
