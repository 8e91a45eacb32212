"""One click: charged at most once, and every refusal with its one reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ads import services
from ads.models import Ad, Click, Entry, Reason, RefusedDay, Transaction
from tests.factories_ads import a_human, a_live_ad, a_token, an_editor, balance_of

pytestmark = pytest.mark.django_db


def click_as_different_readers(ad, count):
    clicks = [a_human(a_token(ad), client=f"reader {number}") for number in range(count)]
    return [services.record_click(ad, evidence=evidence) for evidence in clicks]


def test_a_click_moves_exactly_its_price(live_ad):
    token = a_token(live_ad)

    reason = services.record_click(live_ad, evidence=a_human(token))

    assert reason == ""
    assert balance_of(live_ad.advertiser) == 900
    charge = Transaction.objects.get(kind="click")
    lines = {entry.account_id: entry.cents for entry in charge.entries.all()}
    assert lines == {f"advertiser:{live_ad.advertiser_id}": -100, "earned": 100}
    assert Ad.objects.get(pk=live_ad.pk).spent_cents == 100
    click = Click.objects.get()
    assert (click.transaction, click.charged_cents, click.reason) == (charge, 100, "")
    assert (click.browser, click.place) == ("Firefox on a computer", "article")


def test_the_same_token_never_costs_twice(live_ad):
    token = a_token(live_ad)

    first = services.record_click(live_ad, evidence=a_human(token))
    second = services.record_click(live_ad, evidence=a_human(token, client="somebody else"))
    third = services.record_click(live_ad, evidence=a_human(token))

    assert (first, second, third) == ("", Reason.REPLAYED, Reason.REPLAYED)
    assert balance_of(live_ad.advertiser) == 900
    assert RefusedDay.objects.get().count == 2
    assert Click.objects.count() == 1


def test_a_prefetch_does_not_use_the_token_up(live_ad):
    token = a_token(live_ad)

    refused = services.record_click(live_ad, evidence=a_human(token, purpose="prefetch;prerender"))
    again = services.record_click(live_ad, evidence=a_human(token, purpose="prefetch"))
    charged = services.record_click(live_ad, evidence=a_human(token))

    assert (refused, again, charged) == (Reason.PREFETCH, Reason.PREFETCH, "")
    assert list(Click.objects.order_by("pk").values_list("reason", flat=True)) == ["prefetch", ""]


def test_the_last_dollar_is_spent_and_the_click_after_it_is_on_us():
    ad = a_live_ad(balance_cents=250)

    reasons = [
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {n}")) for n in range(4)
    ]

    assert reasons == ["", "", Reason.BALANCE, Reason.BALANCE]
    assert balance_of(ad.advertiser) == 50
    assert Ad.objects.get(pk=ad.pk).spent_cents == 200


def test_a_budget_is_never_exceeded_by_a_cent():
    ad = a_live_ad(budget_cents=299)

    reasons = [
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {n}")) for n in range(3)
    ]

    assert reasons == ["", "", Reason.BUDGET]
    assert balance_of(ad.advertiser) == 800


def test_a_second_click_within_thirty_seconds_is_double_and_one_within_a_minute_too_often(live_ad):
    start = timezone.now()
    views = [a_token(live_ad, ago=60) for _ in range(4)]

    reasons = [
        services.record_click(live_ad, evidence=a_human(token, at=start + timedelta(seconds=after)))
        for token, after in zip(views, (0, 29.9, 59.9, 60.1), strict=True)
    ]

    assert reasons == ["", Reason.DOUBLE, Reason.OFTEN, ""]


def test_two_readers_may_click_within_the_same_second(live_ad):
    one = services.record_click(live_ad, evidence=a_human(a_token(live_ad), client="one"))
    two = services.record_click(live_ad, evidence=a_human(a_token(live_ad), client="two"))

    assert (one, two, balance_of(live_ad.advertiser)) == ("", "", 800)


def test_who_changes_the_agent_ten_times_in_a_second_pays_for_three_clicks(live_ad):
    reasons = [
        services.record_click(
            live_ad, evidence=a_human(a_token(live_ad), client=f"agent {n}", address_hash="one address")
        )
        for n in range(10)
    ]

    assert reasons == [""] * 3 + [Reason.OFTEN] * 7
    assert balance_of(live_ad.advertiser) == 700


@pytest.mark.parametrize(
    ("minutes_ago", "reason"),
    [
        ([9, 8], ""),
        ([9, 8, 7], Reason.OFTEN),
        ([11, 8, 7], ""),
        (range(11, 56, 5), ""),  # nine within the hour
        (range(11, 60, 5), Reason.OFTEN),  # ten
        ([*range(16, 60, 5), 61], ""),  # ten, but nine within the hour
        (range(20, 20 * 25, 20), ""),  # twenty-four within the day
        (range(20, 20 * 26, 20), Reason.OFTEN),  # twenty-five
    ],
)
def test_one_address_is_charged_three_clicks_in_ten_minutes_ten_in_an_hour_and_25_in_a_day(
    minutes_ago, reason
):
    ad, noon = a_live_ad(balance_cents=10_000), timezone.now()
    for minutes in sorted(minutes_ago, reverse=True):
        at = noon - timedelta(minutes=minutes)
        token = a_token(ad, at=at - timedelta(seconds=9))
        assert services.record_click(ad, evidence=a_human(token, at=at, client_hash=f"{minutes}")) == ""

    assert services.record_click(ad, evidence=a_human(a_token(ad), at=noon)) == reason


def test_the_clicks_of_an_address_count_together_for_all_ads_and_only_where_charged(live_ad):
    other = a_live_ad()
    for number in range(3):
        robot = a_human(a_token(live_ad), client=f"robot {number}", agent="curl/8.0", address_hash="a")
        services.record_click(live_ad, evidence=robot)

    reasons = [
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"{number}", address_hash="a"))
        for number, ad in enumerate((live_ad, other, live_ad, other))
    ]

    assert reasons == ["", "", "", Reason.OFTEN]


def test_an_empty_balance_is_not_called_too_often():
    ad = a_live_ad(balance_cents=200)

    reasons = [
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"agent {n}", address_hash="one"))
        for n in range(3)
    ]

    assert reasons == ["", "", Reason.BALANCE]


def test_a_paused_ad_costs_nothing_and_a_resumed_one_does(live_ad):
    services.pause_ad(live_ad)
    paused = services.record_click(live_ad, evidence=a_human(a_token(live_ad)))
    services.resume_ad(live_ad)
    resumed = services.record_click(live_ad, evidence=a_human(a_token(live_ad)))

    assert (paused, resumed) == (Reason.PAUSED, "")


def test_a_view_of_a_replaced_version_is_not_charged(live_ad):
    old = a_token(live_ad)
    version = live_ad.versions.get()
    version.pk, version.number, version.approved_at = None, 2, None
    version.save(force_insert=True)
    services.approve_version(version, by=an_editor())

    fresh = Ad.objects.for_clicks().get(pk=live_ad.pk)
    seen_before = services.record_click(live_ad, evidence=a_human(old))
    seen_after = services.record_click(fresh, evidence=a_human(old))

    assert (seen_before, seen_after) == (Reason.REPLACED, Reason.REPLACED)
    assert balance_of(live_ad.advertiser) == 1_000


def test_a_click_costs_what_the_version_did_that_was_shown(live_ad):
    version = live_ad.versions.get()
    version.pk, version.number, version.approved_at, version.price_cents = None, 2, None, 300
    version.save(force_insert=True)
    services.approve_version(version, by=an_editor())
    token = a_token(Ad.objects.for_clicks().get(pk=live_ad.pk))

    reason = services.record_click(live_ad, evidence=a_human(token))

    assert reason == ""
    assert (balance_of(live_ad.advertiser), Click.objects.get().charged_cents) == (700, 300)


def test_a_forged_link_is_counted_but_leaves_no_row(live_ad):
    for _ in range(3):
        services.record_click(live_ad, evidence=a_human(f"{live_ad.pk}.made.up"))

    assert RefusedDay.objects.get(reason=Reason.FORGED).count == 3
    assert Click.objects.count() == 0


def test_no_click_keeps_an_address_or_a_whole_agent(live_ad):
    services.record_click(live_ad, evidence=a_human(a_token(live_ad), fetch_site="<b>203.0.113.7\x00"))

    click = Click.objects.get()
    assert click.evidence == {"method": "get", "purpose": "", "fetch": "b20301137 navigate document"}
    assert "Gecko" not in str(click.__dict__)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "robot", "charged_cents": 100},
        {"reason": "", "charged_cents": 0},
        {"reason": "because", "charged_cents": 0},
        {"reason": "", "charged_cents": 100, "transaction": None},
    ],
)
def test_the_database_refuses_a_click_without_exactly_one_verdict(live_ad, wrong):
    facts = {
        "token_hash": "a",
        "ad": live_ad,
        "version": live_ad.version,
        "viewed_at": timezone.now(),
        "client_hash": "b",
        "address_hash": "c",
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Click.objects.create(**facts | wrong)


def test_a_refused_click_moves_no_money(live_ad):
    before = Entry.objects.count()

    services.record_click(live_ad, evidence=a_human(a_token(live_ad), agent="curl/8.0"))

    assert Click.objects.get().reason == Reason.ROBOT
    assert Entry.objects.count() == before
