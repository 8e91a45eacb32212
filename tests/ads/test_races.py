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
from ads.models import Ad, Click, RefusedDay
from tests.factories_ads import a_live_ad, a_token, a_waiting_ad, an_editor, balance_of

pytestmark = pytest.mark.django_db(transaction=True)

RACERS = 8


@contextmanager
def race(paths_of_each, address=""):
    """One process for each list of paths, all clicking from one moment on; gives what awaits them."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.ads.racer"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        racers = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in paths_of_each]
        for number, (racer, paths) in enumerate(zip(racers, paths_of_each, strict=True)):
            orders = {
                "database": str(connection.settings_dict["NAME"]),
                "paths": paths,
                "number": number,
                "address": address,
            }
            racer.stdin.write(json.dumps(orders) + "\n")
            racer.stdin.flush()
        assert [racer.stdout.readline() for racer in racers] == ["ready\n"] * len(racers)
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        yield lambda: sum((Counter(json.loads(racer.stdout.read())) for racer in racers), Counter())
    assert [racer.returncode for racer in racers] == [0] * len(racers)


def click_paths(ad, count):
    return [reverse("ads:ad_click", args=[a_token(ad)]) for _ in range(count)]


def test_eight_processes_with_the_same_tokens_are_charged_once_for_each():
    ad = a_live_ad(balance_cents=10_000)
    paths = click_paths(ad, 20)

    with race([paths] * RACERS) as answers_of_all:
        answers = answers_of_all()

    assert answers == {f"302 {ad.version.landing_url}": 20 * RACERS}
    assert Click.objects.filter(reason="").count() == 20
    assert balance_of(ad.advertiser) == 8_000
    assert RefusedDay.objects.get(reason="replayed").count == 20 * (RACERS - 1)
    assert broken_invariants() == []


def test_a_balance_for_twenty_clicks_is_charged_exactly_twenty_times():
    ad = a_live_ad(balance_cents=2_050)

    with race([click_paths(ad, 8) for _ in range(RACERS)]) as answers_of_all:
        answers = answers_of_all()

    assert answers == {f"302 {ad.version.landing_url}": 8 * RACERS}
    assert Click.objects.filter(reason="").count() == 20
    assert Click.objects.filter(reason="balance").count() == 8 * RACERS - 20
    assert balance_of(ad.advertiser) == 50
    assert broken_invariants() == []


def test_two_ads_of_one_advertiser_share_the_last_dollars_and_keep_their_budgets():
    one = a_live_ad(balance_cents=1_500, budget_cents=500)
    two = a_live_ad(one.advertiser, balance_cents=0, budget_cents=9_000)

    with race([click_paths(ad, 10) for ad in (one, two, one, two)]) as answers_of_all:
        answers_of_all()

    spent = dict(Ad.objects.values_list("pk", "spent_cents"))
    assert spent[one.pk] <= 500
    assert spent[one.pk] + spent[two.pk] == 1_500
    assert balance_of(one.advertiser) == 0
    assert broken_invariants() == []


def test_eight_processes_behind_one_address_that_change_their_agents_are_charged_three_clicks():
    ad = a_live_ad(balance_cents=10_000)

    with race([click_paths(ad, 5) for _ in range(RACERS)], address="203.0.113.7") as answers_of_all:
        answers_of_all()

    assert Click.objects.filter(reason="").count() == 3
    assert Click.objects.filter(reason="often").count() == 5 * RACERS - 3
    assert balance_of(ad.advertiser) == 9_700
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
    with race([click_paths(ad, 100) for _ in range(4)]) as answers_of_all:
        while not Click.objects.filter(reason="").count() > 20:
            time.sleep(0.01)
        services.pause_ad(ad)
        charged = Click.objects.filter(reason="").count()
        answers = answers_of_all()

    assert answers == {f"302 {ad.version.landing_url}": 400}
    assert 20 < charged < 400
    assert Click.objects.filter(reason="").count() == charged
    assert Click.objects.filter(reason="paused").count() == 400 - charged
    assert balance_of(ad.advertiser) == 100_000 - 100 * charged
