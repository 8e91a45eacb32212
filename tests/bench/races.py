"""Ten thousand tokens, each clicked by eight processes at once: ``python -m tests.bench.races``.

On the engine that DATABASE_URL names, in a database of its own. A third of the tokens are of an ad whose
budget, a third of one whose day does not cover them. Ends with 1 when one is charged twice, a cent is spent
above a total or a day's cap, an answer is a 5xx, or the audit finds anything.
"""

import argparse
import json
import os
import subprocess
import sys
import time

import django


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench.races", description=__doc__)
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=8)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    before = setup_databases(verbosity=0, interactive=False)
    try:
        return measure(options.tokens, options.processes)
    finally:
        teardown_databases(before, verbosity=0)


def measure(tokens, processes):
    from django.urls import reverse

    from tests.factories_ads import a_live_ad, a_token

    part = tokens // 3
    free = a_live_ad(balance_cents=100 * tokens, budget_cents=100 * tokens)
    budget = a_live_ad(balance_cents=100 * tokens, budget_cents=50 * part)
    capped = a_live_ad(balance_cents=100 * tokens, budget_cents=100 * tokens, daily_cap_cents=25 * part)
    ads = [free] * (tokens - 2 * part) + [budget, capped] * part
    paths = [reverse("ads:ad_click", args=[a_token(ad)]) for ad in ads]
    began = time.monotonic()
    answers = race(paths, processes)
    return judge(answers, tokens, processes, time.monotonic() - began)


def race(paths, processes):
    from django.db import connection

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-m", "tests.ads.racer"], **pipes) as racers:
        orders = {"database": str(connection.settings_dict["NAME"]), "racers": [{"paths": paths}] * processes}
        said, _ = racers.communicate(json.dumps(orders) + "\ngo\n")
    return json.loads(said.splitlines()[-1])["answers"]


def judge(answers, tokens, processes, seconds):
    from django.db.models import Count, F

    from ads.audit import broken_invariants
    from ads.models import Ad, AdDay, Click

    charged = Click.objects.charged()
    twice = charged.values("token_hash").annotate(times=Count("pk")).filter(times__gt=1).count()
    over = Ad.objects.filter(spent_cents__gt=F("budget_cents")).count()
    over += AdDay.objects.filter(spent_cents__gt=F("cap_cents")).count()
    errors = sum(count for answer, count in answers.items() if not answer.startswith("302 "))
    broken = broken_invariants()
    spent = ", ".join(f"{ad.spent_cents} of {ad.budget_cents}" for ad in Ad.objects.order_by("pk"))
    days = ", ".join(f"{day.spent_cents} of {day.cap_cents}" for day in AdDay.objects.order_by("pk"))
    sys.stdout.write(
        f"{tokens} tokens, {processes} processes at once each, {sum(answers.values())} clicks answered"
        f" in {seconds:.0f} s: {charged.count()} charged, {twice} twice; {errors} answers other than 302.\n"
        f"Cents spent of the budgets: {spent}; of the days' caps: {days}; {over} over.\n"
        f"Broken invariants: {broken or 'none'}.\n"
    )
    is_lost = sum(answers.values()) != tokens * processes
    return 1 if twice or over or errors or broken or is_lost else 0


if __name__ == "__main__":
    sys.exit(main())
