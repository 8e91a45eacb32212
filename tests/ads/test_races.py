"""Money under races: real processes on one database."""

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection
from django.urls import reverse

from ads import services
from ads.audit import broken_invariants
from ads.models import Ad, AdDay, Click, RefusedDay
from tests.ads.racer import POINTS
from tests.factories_ads import a_live_ad, a_token, a_waiting_ad, an_editor, balance_of

pytestmark = pytest.mark.django_db(transaction=True)

RACERS = 8


@contextmanager
def racing(*racers):
    """Racers who click from one moment on; gives what awaits them: (answers, how many were killed)."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.ads.racer"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as race:
        orders = {"database": str(connection.settings_dict["NAME"]), "racers": racers}
        race.stdin.write(json.dumps(orders) + "\n")
        race.stdin.flush()
        assert race.stdout.readline() == "ready\n"
        race.stdin.write("go\n")
        race.stdin.flush()

        def end():
            said = json.loads(race.stdout.read())
            return said["answers"], said["killed"]

        yield end
    assert race.returncode == 0


def race(*racers):
    with racing(*racers) as end:
        return end()


def click_paths(ad, count):
    return [reverse("ads:ad_click", args=[a_token(ad)]) for _ in range(count)]


def test_eight_processes_with_the_same_tokens_are_charged_once_for_each():
    ad = a_live_ad(balance_cents=10_000)
    paths = click_paths(ad, 30)

    answers, _ = race(*[{"paths": paths}] * RACERS)

    assert answers == {f"302 {ad.version.landing_url}": 30 * RACERS}
    assert Click.objects.filter(reason="").count() == 30
    assert balance_of(ad.advertiser) == 7_000
    assert RefusedDay.objects.get(reason="replayed").count == 30 * (RACERS - 1)
    assert broken_invariants() == []


def test_a_balance_for_twenty_clicks_is_charged_exactly_twenty_times():
    ad = a_live_ad(balance_cents=2_050)

    answers, _ = race(*[{"paths": click_paths(ad, 8)} for _ in range(RACERS)])

    assert answers == {f"302 {ad.version.landing_url}": 8 * RACERS}
    assert Click.objects.filter(reason="").count() == 20
    assert Click.objects.filter(reason="balance").count() == 8 * RACERS - 20
    assert balance_of(ad.advertiser) == 50
    assert broken_invariants() == []


def test_ads_of_one_advertiser_share_the_last_dollars_and_keep_their_budgets_and_days():
    one = a_live_ad(balance_cents=1_500, budget_cents=500)
    two = a_live_ad(one.advertiser, balance_cents=0, budget_cents=9_000)
    three = a_live_ad(one.advertiser, balance_cents=0, daily_cap_cents=350)

    race(*[{"paths": click_paths(ad, 12)} for ad in (one, two, three) * 2])

    spent = dict(Ad.objects.values_list("pk", "spent_cents"))
    assert spent[one.pk] <= 500
    assert spent[three.pk] <= 300
    assert sum(spent.values()) == 1_500
    assert balance_of(one.advertiser) == 0
    assert broken_invariants() == []


def test_a_daily_cap_is_never_passed_by_a_cent():
    ad = a_live_ad(balance_cents=10_000, daily_cap_cents=1_250)

    race(*[{"paths": click_paths(ad, 6)} for _ in range(RACERS)])

    assert list(AdDay.objects.values_list("spent_cents", "cap_cents")) == [(1_200, 1_250)]
    assert Click.objects.filter(reason="day").count() == 6 * RACERS - 12
    assert broken_invariants() == []


def test_eight_processes_behind_one_address_that_change_their_agents_are_charged_three_clicks():
    ad = a_live_ad(balance_cents=10_000)

    race(*[{"paths": click_paths(ad, 5), "address": "203.0.113.7"} for _ in range(RACERS)])

    assert Click.objects.filter(reason="").count() == 3
    assert RefusedDay.objects.get(reason="often").count == 5 * RACERS - 3
    assert balance_of(ad.advertiser) == 9_700
    assert broken_invariants() == []


def test_one_address_is_charged_three_clicks_whoever_the_advertisers_are():
    ads = [a_live_ad(balance_cents=10_000) for _ in range(RACERS)]

    race(*[{"paths": click_paths(ad, 5), "address": "203.0.113.7"} for ad in ads])

    assert Click.objects.filter(reason="").count() == 3
    assert sum(row.count for row in RefusedDay.objects.filter(reason="often")) == 5 * RACERS - 3
    assert broken_invariants() == []


def test_workers_killed_at_any_point_of_a_click_leave_the_books_right():
    ad = a_live_ad(balance_cents=10_000, daily_cap_cents=9_000)
    paths = click_paths(ad, 40)
    points = [f"{when} {point}" for point in POINTS for when in ("before", "after")]
    doomed = [{"paths": click_paths(ad, 2), "kill_at": point, "kill_click": 2} for point in points]

    answers, killed = race(*doomed, {"paths": paths}, {"paths": paths[::-1]})

    assert killed == len(points) == 14
    assert answers == {f"302 {ad.version.landing_url}": 80}  # of the two who lived
    # What the two clicked, each of the doomed's first clicks, and the one that was committed before the end.
    assert Click.objects.filter(reason="").count() == 40 + 14 + 1
    assert balance_of(ad.advertiser) == 10_000 - 5_500
    assert broken_invariants() == []


def test_twelve_workers_killed_under_load_leave_the_books_right():
    ad = a_live_ad(balance_cents=10_000)
    paths = click_paths(ad, 60)
    doomed = [{"paths": paths[turn:] + paths[:turn], "kill_after": 0.04 * turn} for turn in range(1, 13)]

    answers, killed = race(*doomed, {"paths": paths}, {"paths": paths[::-1]})

    assert killed == 12
    assert answers == {f"302 {ad.version.landing_url}": 120}
    assert Click.objects.filter(reason="").count() == 60
    assert balance_of(ad.advertiser) == 4_000
    assert broken_invariants() == []


if connection.vendor == "postgresql":  # SQLite has no process of its own to end

    def test_twelve_connections_cut_by_the_database_leave_the_books_right():
        """PostgreSQL's own processes end in the middle of clicks; a reader is sent on all the same."""
        ad = a_live_ad(balance_cents=10_000)
        paths = click_paths(ad, 90)
        cut = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY random() LIMIT 1"
        )

        with racing(*[{"paths": paths}] * 4) as end, connection.cursor() as cursor:
            cuts = 0
            for _ in range(1000):  # there may be none to cut as the four begin, and between two
                cursor.execute(cut)
                cuts += len(cursor.fetchall())
                if cuts == 12:
                    break
                time.sleep(0.05)
            answers, _ = end()

        assert cuts == 12
        assert set(answers) == {f"302 {ad.version.landing_url}"}
        charged = Click.objects.filter(reason="").count()
        # A click whose connection was cut is charged by another of the four, or by none.
        assert 78 <= charged <= 90
        assert balance_of(ad.advertiser) == 10_000 - 100 * charged
        assert broken_invariants() == []


def test_approving_and_rejecting_at_once_is_one_decision_for_each_and_nobody_waits_for_ever():
    ads = [a_waiting_ad() for _ in range(60)]
    numbers = [str(ad.versions.get().pk) for ad in ads]
    an_editor()
    command = [sys.executable, "-W", "ignore", "-m", "tests.ads.judge", str(connection.settings_dict["NAME"])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        judges = [
            stack.enter_context(subprocess.Popen([*command, deed, *numbers], **pipes))
            for deed in ("approve", "reject", "approve", "reject")
        ]
        assert [judge.stdout.readline() for judge in judges] == ["ready\n"] * 4
        for judge in judges:
            judge.stdin.write("go\n")
            judge.stdin.flush()
        said = [json.loads(judge.stdout.read()) for judge in judges]

    taken = Counter()
    for answers in said:
        assert set(answers) <= {"approve", "reject", "This version was decided before."}
        taken += Counter(answers)
    assert taken["approve"] + taken["reject"] == 60
    assert taken["This version was decided before."] == 180
    assert Ad.objects.filter(state="approved", version__approved_at__isnull=False).count() == taken["approve"]
    assert Ad.objects.filter(state="rejected", version=None).count() == taken["reject"]


def test_nothing_is_charged_after_a_pause_has_committed():
    ad = a_live_ad(balance_cents=100_000, budget_cents=100_000)
    with racing(*[{"paths": click_paths(ad, 100)} for _ in range(4)]) as end:
        while not Click.objects.filter(reason="").count() > 20:
            time.sleep(0.01)
        services.pause_ad(ad)
        charged = Click.objects.filter(reason="").count()
        answers, _ = end()

    assert answers == {f"302 {ad.version.landing_url}": 400}
    assert 20 < charged < 400
    assert Click.objects.filter(reason="").count() == charged
    assert Click.objects.filter(reason="paused").count() == 400 - charged
    assert balance_of(ad.advertiser) == 100_000 - 100 * charged
