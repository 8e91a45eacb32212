"""What advertisers do with the ads that they have, and who may."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ads import links, services
from ads.models import Ad, AdVersion, Advertiser, AdvertiserKey
from newsroom.models import User
from tests.factories_ads import a_human, a_live_ad, a_token, a_waiting_ad, an_advertiser, an_editor

pytestmark = pytest.mark.django_db


def signed_in(client, advertiser):
    client.force_login(User.objects.create_user(advertiser.email.upper()))
    return client


def words(**changes):
    return {
        "headline": "Old tea",
        "text": "Leaves.",
        "call_to_action": "Look",
        "alt": "A cup",
        "landing_url": "https://tea.example/new",
        "paid_by": "Tea House",
    } | changes


def page_of(ad, name, *args):
    return reverse(f"ads:{name}", args=[ad.public_id, *args])


def deed(client, ad, name):
    return client.post(page_of(ad, "ad_deed", name))


def test_the_confirming_press_makes_the_account_and_signs_in_once(client):
    ad = a_waiting_ad(an_advertiser("baker@bakery.example"))
    Ad.objects.update(state="unconfirmed")
    Advertiser.objects.update(confirmed_at=None)

    client.get(links.confirm_path(ad))
    assert "sessionid" not in client.cookies
    assert not User.objects.filter(email="baker@bakery.example").exists()

    client.post(links.confirm_path(ad))
    assert client.get(page_of(ad, "ad_edit")).status_code == 200

    client.logout()
    client.post(links.confirm_path(ad))
    assert client.get(page_of(ad, "ad_edit")).status_code == 302


def test_an_address_of_the_staff_confirms_but_is_never_signed_in(client):
    ad = a_waiting_ad(an_advertiser("boss@paper.example"))
    an_editor("boss@paper.example")
    Ad.objects.update(state="unconfirmed")

    client.post(links.confirm_path(ad))

    assert Ad.objects.get().state == "waiting"
    assert client.get("/admin/").status_code == 302


def test_who_is_not_signed_in_is_asked_to_and_comes_back(client):
    ad = a_live_ad()

    answer = client.get(page_of(ad, "ad_edit"))

    there = urlencode({"next": page_of(ad, "ad_edit")})
    assert answer.headers["Location"] == f"/account/sign-in/?{there}"


def test_nobody_changes_somebody_elses_ad(client):
    own, other = a_live_ad(), a_live_ad(an_advertiser("other@tea.example"))
    signed_in(client, own.advertiser)

    asked = [client.get(page_of(other, name)).status_code for name in ("ad_edit", "ad_campaign")]

    assert asked == [404, 404]
    assert [deed(client, other, name).status_code for name in ("pause", "stop", "resume")] == [404] * 3
    assert (Ad.objects.get(pk=other.pk).state, deed(client, own, "sell").status_code) == ("approved", 404)
    client.force_login(User.objects.create_user("nobody@tea.example"))
    assert client.get(page_of(own, "ad_edit")).status_code == 403


def test_a_new_version_waits_while_the_old_one_shows(client):
    ad = a_live_ad()
    signed_in(client, ad.advertiser)

    sent = client.post(page_of(ad, "ad_edit"), words())
    again = client.post(page_of(ad, "ad_edit"), words())

    old, new = AdVersion.objects.order_by("number")
    assert (sent.status_code, again.status_code) == (302, 302)
    assert (new.number, new.headline, new.image, new.is_decided) == (2, "Old tea", old.image, False)
    ad = Ad.objects.get()
    assert (ad.state, ad.version_id) == ("approved", old.pk)
    page = client.get(links.status_path(ad.advertiser)).content.decode()
    assert "A new version waits for our review; until then the approved one stays." in page
    services.approve_version(new, by=an_editor())
    assert Ad.objects.get().version_id == new.pk


def test_a_version_that_still_waited_gives_way_to_the_next(client):
    ad = a_waiting_ad()
    signed_in(client, ad.advertiser)

    client.post(page_of(ad, "ad_edit"), words(headline="Third thought"))

    version = AdVersion.objects.get()
    assert (version.number, version.headline) == (2, "Third thought")


def test_an_ad_that_was_turned_down_is_mended_in_one_step(client):
    ad = a_waiting_ad()
    services.reject_version(ad.versions.get(), by=an_editor(), reason="Say what it costs.")
    signed_in(client, ad.advertiser)
    status = client.get(links.status_path(ad.advertiser)).content.decode()
    mend = re.search(r'href="([^"]+)">Mend it', status)[1]

    form = client.get(mend).content.decode()
    client.post(mend, words(headline="Tea for $2"))

    assert "Say what it costs." in form
    assert 'value="Fresh tea, every Friday"' in form
    assert (Ad.objects.get().state, AdVersion.objects.order_by("-number").first().headline) == (
        "waiting",
        "Tea for $2",
    )


def test_a_wrong_version_comes_back_as_typed(client):
    ad = a_live_ad()
    signed_in(client, ad.advertiser)

    response = client.post(page_of(ad, "ad_edit"), words(headline="x" * 51, text="Kept words"))

    assert response.status_code == 422
    assert 'value="Kept words"' in response.content.decode()
    assert AdVersion.objects.count() == 1


def test_budget_and_dates_change_at_once_but_not_below_what_is_spent(client):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    Ad.objects.filter(pk=ad.pk).update(spent_cents=2_000)
    signed_in(client, ad.advertiser)

    low = client.post(page_of(ad, "ad_campaign"), {"budget_cents": "10"})
    good = client.post(page_of(ad, "ad_campaign"), {"budget_cents": "20", "ends_on": "2099-01-31"})

    ad = Ad.objects.get()
    assert (low.status_code, good.status_code) == (422, 302)
    assert "More than this is spent already." in low.content.decode()
    assert (ad.budget_cents, ad.daily_cap_cents, ad.ends_at.isoformat()) == (
        2_000,
        None,
        "2099-02-01T00:00:00+00:00",
    )
    form = client.get(page_of(ad, "ad_campaign")).content.decode()
    assert 'value="2099-01-31"' in form


def test_pausing_going_on_and_stopping(client):
    ad = a_live_ad()
    signed_in(client, ad.advertiser)

    deed(client, ad, "pause")
    assert Ad.objects.values_list("state", "pause_reason").get() == ("paused", "advertiser")
    assert services.record_click(ad, evidence=a_human(a_token(ad))) == "paused"
    deed(client, ad, "resume")
    assert Ad.objects.get().state == "approved"
    deed(client, ad, "stop")

    assert Ad.objects.get().ends_at <= timezone.now()
    assert services.stop_ad(ad, by=None) is False


def test_what_the_desk_paused_the_advertiser_cannot_start(client):
    ad = a_live_ad()
    services.pause_ad(ad, by=an_editor())
    signed_in(client, ad.advertiser)

    answer = deed(client, ad, "resume")

    assert (answer.status_code, Ad.objects.get().state) == (409, "paused")
    assert "The ad desk has paused this ad." in answer.content.decode()


def test_a_shared_link_shows_results_until_it_is_revoked_or_ends(client):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    signed_in(client, ad.advertiser)
    client.post(reverse("ads:key_make"), {"kind": "share", "label": "Boss", "days": "7"})
    first = client.get(links.status_path(ad.advertiser)).content.decode()
    second = client.get(links.status_path(ad.advertiser)).content.decode()
    shared = re.search(r"<code>http://127.0.0.1:8000([^<]+)</code>", first)[1]
    client.logout()

    page = client.get(shared).content.decode()

    assert "<code>" not in second
    assert "<dt>Clicks charged</dt><dd>1</dd>" in page
    assert "balance" not in page
    assert AdvertiserKey.objects.get().secret_hash not in shared
    AdvertiserKey.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(shared).status_code == 410
    AdvertiserKey.objects.update(ends_at=timezone.now() + timedelta(days=1))
    assert client.get(shared).status_code == 200
    client.force_login(User.objects.get(is_staff=False))
    client.post(reverse("ads:key_revoke", args=[AdvertiserKey.objects.get().pk]))
    assert client.get(shared).status_code == 410


def test_a_shared_link_shows_no_version_that_was_not_approved(client):
    ad = a_live_ad(headline="Fresh tea")
    services.propose_version(ad, image=None, words={**ad.version.words, "headline": "Unseen tea"}, by=None)
    a_waiting_ad(ad.advertiser, headline="Waiting tea")
    secret = services.make_key(ad.advertiser, kind="share", label="Boss", days=7)

    page = client.get(reverse("ads:shared", args=[secret])).content.decode()

    assert [words in page for words in ("Fresh tea", "Unseen tea", "Waiting tea")] == [True, False, False]


def test_programs_read_the_results_with_a_token(client):
    ad = a_live_ad()
    services.record_click(ad, evidence=a_human(a_token(ad)))
    token = services.make_key(ad.advertiser, kind="api", label="Sheet")
    share = services.make_key(ad.advertiser, kind="share", label="Boss", days=7)

    good = client.get("/api/ads/", headers={"Authorization": f"Bearer {token}"})

    said = good.json()
    assert said["balance_cents"] == 900
    assert said["ads"][0]["clicks"] == {"charged": 1, "credited": 0, "free": 0}
    assert said["days"][-1]["spent_cents"] == 100
    for wrong in ("", "Bearer", f"Bearer {share}", f"Basic {token}"):
        assert client.get("/api/ads/", headers={"Authorization": wrong}).status_code == 401


def test_tables_for_a_spreadsheet_hold_every_click_and_no_formula(client):
    ad = a_live_ad(headline="=1+1")
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.record_click(ad, evidence=a_human(a_token(ad), agent="curl/8"))
    services.record_click(ad, evidence=a_human(f"{ad.pk}.forged"))
    token = links.status_token(ad.advertiser)

    def table(kind):
        answer = client.get(reverse("ads:results_csv", args=[token, kind]))
        return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))

    clicks, days = table("clicks"), table("days")
    assert [row[1] for row in clicks[1:]] == ["'=1+1", "'=1+1", ""]
    assert sorted(row[7] for row in clicks[1:]) == [
        "1 times not charged: the link was altered or made up",
        "Charged",
        "Not charged: a robot, not a reader",
    ]
    assert days[-1][3:] == ["1", "0", "2", "100"]
    assert client.get(reverse("ads:results_csv", args=[token, "secrets"])).status_code == 404


def test_a_low_balance_and_the_end_are_told_once():
    ad = a_live_ad(balance_cents=499)
    mail.outbox.clear()

    for _ in range(2):
        services.warn_advertisers()
    Ad.objects.update(ends_at=timezone.now())
    for _ in range(2):
        services.warn_advertisers()

    assert [letter.subject for letter in mail.outbox] == [
        "Your balance with The Harbour Gazette is low",
        "Your ad “Fresh tea, every Friday” has ended",
    ]
    services.record_payment(ad.advertiser, cents=1_000, reference="more", by=an_editor())
    services.warn_advertisers()
    assert Advertiser.objects.get().low_told_at is None
