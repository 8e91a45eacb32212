"""The conditions of the charge: dates, the day's cap across midnights, whose click, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ads import links, services
from ads.audit import broken_invariants
from ads.evidence import address_key
from ads.models import Ad, AdDay, Click, OwnKey, Reason, RefusedDay
from ads.services import clicks
from newsroom.networks import Networks
from tests.clocks import clock_at
from tests.factories_ads import FROM_OUR_PAGE, a_human, a_live_ad, a_token, an_editor, balance_of

pytestmark = pytest.mark.django_db


def click(ad, *, client, **facts):
    at = facts.setdefault("at", timezone.now())
    token = a_token(ad, at=at - timedelta(seconds=5))
    return services.record_click(ad, evidence=a_human(token, client=client, **facts))


# The last moment of a day in Oslo, and how long that day was: one in winter, and the two when clocks change.
MIDNIGHTS = [
    (datetime(2026, 1, 15, 23, 0, tzinfo=UTC), 24),
    (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), 23),
    (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), 25),
]


@pytest.mark.parametrize(("midnight", "hours"), MIDNIGHTS)
def test_a_daily_cap_is_exact_across_midnight_and_when_clocks_change(settings, midnight, hours):
    settings.TIME_ZONE = "Europe/Oslo"
    ad = a_live_ad(balance_cents=5_000, daily_cap_cents=250)
    tick = timedelta(microseconds=100_000)
    times = [midnight - timedelta(hours=hours), midnight - 3 * tick, midnight - 2 * tick, midnight - tick]
    times += [midnight, midnight + tick, midnight + 2 * tick, midnight - tick]

    reasons = [click(ad, client=f"reader {number}", at=at) for number, at in enumerate(times)]

    assert reasons == ["", "", Reason.DAY, Reason.DAY, "", "", Reason.DAY, Reason.DAY]
    assert [day.spent_cents for day in AdDay.objects.filter(ad=ad)] == [200, 200]
    assert broken_invariants() == []


def test_a_new_cap_is_for_the_next_day_and_a_credited_click_may_be_spent_again():
    ad = a_live_ad(daily_cap_cents=100)
    assert click(ad, client="one") == ""
    Ad.objects.filter(pk=ad.pk).update(daily_cap_cents=900)
    assert click(ad, client="two") == Reason.DAY

    services.reverse_transaction(Click.objects.get(reason="").transaction, by=an_editor(), note="goodwill")

    assert click(ad, client="three") == ""
    assert (AdDay.objects.get().spent_cents, AdDay.objects.get().cap_cents) == (100, 100)
    assert broken_invariants() == []


def test_a_cap_below_the_price_charges_nothing():
    ad = a_live_ad(daily_cap_cents=99)

    assert click(ad, client="one") == Reason.DAY
    assert (AdDay.objects.count(), balance_of(ad.advertiser)) == (0, 1_000)


def test_an_ad_is_charged_from_its_first_moment_to_before_its_last():
    now = timezone.now()
    ad = a_live_ad(starts_at=now, ends_at=now + timedelta(hours=1))
    moments = [-0.001, 0, 3_599.999, 3_600]

    reasons = [click(ad, client=f"{at}", at=now + timedelta(seconds=at)) for at in moments]

    assert reasons == [Reason.DATES, "", "", Reason.DATES]


def test_a_house_ad_costs_nobody_anything():
    ad = a_live_ad(is_house=True, budget_cents=0)

    assert click(ad, client="one") == Reason.HOUSE
    assert balance_of(ad.advertiser) == 1_000


def test_clicks_from_where_the_advertiser_was_today_or_yesterday_are_free(live_ad):
    other = a_live_ad()
    services.note_own_key(live_ad.advertiser, address_hash="office today")
    services.note_own_key(live_ad.advertiser, address_hash="office today")

    own = click(live_ad, client="one", address_hash="office today")
    after_midnight = click(live_ad, client="two", address_hash="new", address_hash_before="office today")
    of_another = click(other, client="three", address_hash="office today")

    assert (own, after_midnight, of_another) == (Reason.OWN, Reason.OWN, "")
    assert OwnKey.objects.count() == 1


def test_an_advertiser_who_looked_at_the_own_page_is_known_by_the_address(client, live_ad):
    client.get(links.status_path(live_ad.advertiser), REMOTE_ADDR="203.0.113.7")
    click_path = f"/ads/click/{a_token(live_ad)}/"
    client.get(click_path, headers=FROM_OUR_PAGE, REMOTE_ADDR="203.0.113.7")

    assert Click.objects.get().reason == Reason.OWN


def test_any_advertiser_who_is_signed_in_is_known_by_the_session(client, live_ad, django_user_model):
    other = a_live_ad()
    client.force_login(django_user_model.objects.create_user(other.advertiser.email.upper(), "secret"))

    client.get(f"/ads/click/{a_token(live_ad)}/", headers=FROM_OUR_PAGE)

    assert Click.objects.get().reason == Reason.OWN


def test_the_windows_do_not_forget_at_midnight(client):
    ad = a_live_ad()
    before, after = datetime(2026, 5, 4, 23, 59, 50, tzinfo=UTC), datetime(2026, 5, 5, 0, 0, 10, tzinfo=UTC)
    with clock_at(before) as clock:
        client.get(f"/ads/click/{a_token(ad)}/", headers=FROM_OUR_PAGE)
        clock.set(after)
        client.get(f"/ads/click/{a_token(ad)}/", headers=FROM_OUR_PAGE)

    assert [click.reason for click in Click.objects.order_by("at")] == ["", Reason.DOUBLE]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("192.168.7.7", Reason.INTERNAL),
        ("198.51.100.200", Reason.NETWORK),
        ("2001:db8:1::9", Reason.NETWORK),
        ("203.0.113.7", ""),
    ],
)
def test_the_papers_own_network_and_listed_machines_are_free(client, live_ad, settings, address, reason):
    settings.MACHINE_NETWORKS = Networks(["198.51.100.0/24", "2001:db8:1::/48"])

    client.get(f"/ads/click/{a_token(live_ad)}/", headers=FROM_OUR_PAGE, REMOTE_ADDR=address)

    assert Click.objects.get().reason == reason


def test_an_address_that_the_client_made_up_is_not_believed(client, live_ad):
    for made_up in ("203.0.113.7", "203.0.113.8"):
        headers = FROM_OUR_PAGE | {"X-Forwarded-For": made_up}
        client.get(f"/ads/click/{a_token(live_ad)}/", headers=headers)

    assert sorted(click.reason for click in Click.objects.all()) == ["", Reason.DOUBLE]


def test_another_browser_than_the_one_that_was_shown_the_ad_is_not_charged(client, live_ad):
    frame = client.get("/ads/slot/article/", headers=FROM_OUR_PAGE).content.decode()
    path = "/ads/click/" + frame.split('href="/ads/click/')[1].split('"')[0]
    later = timezone.now() + timedelta(seconds=5)
    chrome = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
    )

    with clock_at(later):
        client.get(path, headers=FROM_OUR_PAGE | {"User-Agent": chrome})
        client.get(path, headers=FROM_OUR_PAGE)

    assert [click.reason for click in Click.objects.order_by("pk")] == [Reason.BROWSER, ""]


def test_one_address_fills_the_disk_with_only_so_many_refused_clicks(live_ad, monkeypatch):
    monkeypatch.setattr(clicks, "KEPT_OF_ONE_ADDRESS", 3)

    reasons = {click(live_ad, client="robot", agent="curl/8") for _ in range(5)}

    assert reasons == {Reason.ROBOT}
    assert Click.objects.count() == 3
    assert RefusedDay.objects.get(reason="robot").count == 2


def test_the_wish_for_privacy_is_kept_with_the_click_and_changes_no_verdict(client, live_ad):
    client.get(f"/ads/click/{a_token(live_ad)}/", headers=FROM_OUR_PAGE | {"Sec-GPC": "1"})

    assert (Click.objects.get().gpc, Click.objects.get().reason) == (True, "")


def test_the_page_of_an_ad_says_who_paid(client, live_ad):
    page = client.get(f"/ads/about/{live_ad.version_id}/").content.decode()

    assert "Tea House paid for it." in page
    assert "Fresh tea, every Friday" in page
    assert "It leads to tea.example." in page
    assert client.get("/ads/about/999999/").status_code == 404


def test_the_key_of_an_address_is_the_one_that_clicks_keep(client, live_ad, rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")

    client.get(f"/ads/click/{a_token(live_ad)}/", headers=FROM_OUR_PAGE, REMOTE_ADDR="203.0.113.7")

    assert Click.objects.get().address_hash == address_key(request, timezone.localdate())


def test_addresses_of_one_network_share_its_key_and_those_of_another_do_not(client):
    for address in ("203.0.113.7", "203.0.4.5", "203.1.113.7"):
        ad = a_live_ad()
        client.get(f"/ads/click/{a_token(ad)}/", headers=FROM_OUR_PAGE, REMOTE_ADDR=address)

    one, two, other = Click.objects.order_by("pk").values_list("network_hash", flat=True)
    assert (one == two, one == other, len(one)) == (True, False, 32)


def test_a_charged_click_takes_eight_statements_with_begin_and_commit(live_ad, django_assert_num_queries):
    evidence = a_human(a_token(live_ad))

    with django_assert_num_queries(8):  # here BEGIN and COMMIT are a savepoint and its release
        followed = services.follow_click(live_ad.pk, evidence=evidence)

    assert followed == ("", live_ad.version.landing_url)
