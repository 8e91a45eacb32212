"""Stored clicks, judged again: nothing changes while the rules do not, and a new rule is priced first."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ads import services, verdicts
from ads.models import Click, Reason
from ads.replay import Change, replay
from tests.factories_ads import a_human, a_live_ad, a_token

pytestmark = pytest.mark.django_db

REFUSED = [
    {"method": "HEAD"},
    {"purpose": "prefetch;prerender"},
    {"agent": "curl/8"},
    {"agent": ""},
    {"brands": '"HeadlessChrome";v="140"'},
    {"sender": "googlebot(at)googlebot.com"},
    {"fetch_site": "cross-site"},
    {"fetch_mode": "no-cors"},
    {"fetch_site": "", "fetch_mode": "", "fetch_dest": "", "is_https": True},
    {"is_staff": True},
    {"is_advertiser": True},
    {"is_internal": True},
    {"is_of_machines": True},
]


@pytest.fixture
def clicks(db):
    """Three charged clicks, and one refused for each reason that a request can show."""
    ad = a_live_ad(balance_cents=300)
    for number in range(3):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"reader {number}"))
    for number, facts in enumerate(REFUSED):
        services.record_click(ad, evidence=a_human(a_token(ad), client=f"refused {number}", **facts))
    services.record_click(ad, evidence=a_human(a_token(ad, ago=7201), client="late"))
    services.record_click(ad, evidence=a_human(a_token(ad, ago=0.1), client="soon"))
    services.record_click(ad, evidence=a_human(a_token(ad), client="poor"))
    return ad


def test_the_same_rules_give_the_same_verdicts(clicks):
    assert set(Click.objects.values_list("reason", flat=True)) >= {
        "",
        "balance",
        "stale",
        "too_soon",
        "robot",
    }

    assert replay() == (3 + len(REFUSED) + 3, [])


def test_a_rule_that_is_dropped_or_added_is_priced(clicks, monkeypatch):
    def nobody_with_firefox(evidence):
        return Reason.BROWSER if "Firefox" in evidence.agent else None

    monkeypatch.setattr(verdicts, "VERDICTS", tuple(set(verdicts.VERDICTS) - {verdicts.is_own_staff}))
    assert replay()[1] == [Change("staff", "", 1, 100)]

    monkeypatch.setattr(verdicts, "VERDICTS", (nobody_with_firefox,))
    changes = {(change.before, change.after): change for change in replay()[1]}
    assert changes["", "browser"] == Change("", "browser", 3, -300)
    assert changes["balance", "browser"] == Change("balance", "browser", 1, 0)
    assert changes["robot", ""].cents == 200


def test_the_command_says_what_the_rules_of_today_would_have_cost(clicks, monkeypatch):
    monkeypatch.setattr(verdicts, "SOONEST_CLICK", timedelta(seconds=60))
    out = StringIO()

    call_command("replay_clicks", stdout=out)

    first = out.getvalue().splitlines()[0]
    assert first == "3 clicks: charged -> sooner than half a second after the ad appeared: -$3.00"
    told = "1 clicks were refused for what only the database knew then: how often, money, dates, the"
    assert out.getvalue().splitlines()[-2].startswith(told)
    assert out.getvalue().endswith("differently: -$3.00 less, at most $0.00 more.\n")


def test_only_clicks_of_the_time_that_is_asked_are_judged(clicks):
    assert replay(since=timezone.now() + timedelta(seconds=1)) == (0, [])
