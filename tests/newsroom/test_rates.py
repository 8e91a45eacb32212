import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from newsroom import rates
from newsroom.models import RateWindow
from newsroom.rates import forget_rate_windows, is_within_rate

MANY_TRIES = """
import sys, django
django.setup()
from django.db import connection
from newsroom.rates import is_within_rate
connection.settings_dict["NAME"] = sys.argv[1]
sys.stdin.read(1)
tries = [is_within_rate("reply", "sender", limit=25, seconds=10**9) for _ in range(20)]
print(sum(tries))
connection.close()
"""


@pytest.mark.django_db
def test_exactly_the_limit_gets_in():
    tries = [is_within_rate("reply", "a", limit=3, seconds=60 * 60 * 24 * 365) for _ in range(5)]

    assert tries == [True, True, True, False, False]


@pytest.mark.django_db
def test_senders_deeds_and_windows_are_counted_apart(monkeypatch):
    def first(deed, sender, at=1000.0):
        monkeypatch.setattr(rates.time, "time", lambda: at)
        return is_within_rate(deed, sender, limit=1, seconds=60)

    assert first("reply", "a")
    assert not first("reply", "a")
    assert first("reply", "b")
    assert first("search", "a")
    assert not first("reply", "a", at=1019.9)
    assert first("reply", "a", at=1020.0)
    assert RateWindow.objects.get(name="search:a").ends_at == datetime.fromtimestamp(1020, tz=UTC)


@pytest.mark.django_db
def test_a_very_long_sender_is_no_error():
    assert is_within_rate("reply", "x" * 5000, limit=1, seconds=60)


@pytest.mark.django_db(transaction=True)
def test_of_eighty_tries_in_four_processes_exactly_the_limit_gets_in():
    name = connection.settings_dict["NAME"]
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_TRIES, str(name)],
            cwd=settings.BASE_DIR,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]

    let_in = [int(process.communicate("!")[0]) for process in processes]

    assert sum(let_in) == 25
    assert RateWindow.objects.get().count == 80


@pytest.mark.django_db
def test_only_windows_that_are_over_are_forgotten():
    now = timezone.now()
    for name, end in (("over", now - timedelta(seconds=1)), ("open", now + timedelta(seconds=60))):
        RateWindow.objects.create(name=name, window=1, ends_at=end, count=1)

    forget_rate_windows()

    assert list(RateWindow.objects.values_list("name", flat=True)) == ["open"]
