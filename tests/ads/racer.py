"""Racers: processes that click at once, of which some are killed, at a random moment or at a named point.

Run as ``python -m tests.ads.racer``; its input is a line of JSON {"database", "racers"} and a line to start.
It says when all are ready, and ends with {"answers", "killed"} as JSON. A racer is {"paths", "address",
"kill_after" (seconds), "kill_at" (such as "after ads_ad"), "kill_click" (which of its clicks)}; without an
address each click comes from another one. The racers are forked, so that many cost one start.
"""

import json
import os
import re
import signal
import sys
import time
from collections import Counter

import django

# In the order of one charged click; each has a before and an after.
POINTS = ("ads_account", "ads_transaction", "ads_entry", "ads_ad", "ads_adday", "ads_click", "COMMIT")
_WRITES = re.compile(r'\s*(?:UPDATE|INSERT INTO)\s+"?(\w+)')


class Death:
    """Kills this very process, without a word, at one point of one of its clicks."""

    def __init__(self, point, click):
        self.point, self.click, self.clicks = point, click, 0

    def pass_by(self, point):
        if point == self.point and self.clicks == self.click:
            os.kill(os.getpid(), signal.SIGKILL)

    def around_statements(self, execute, sql, params, many, context):
        found = _WRITES.match(sql)
        name = found[1] if found else ""
        self.pass_by(f"before {name}")
        result = execute(sql, params, many, context)
        self.pass_by(f"after {name}")
        return result

    def watch(self, connection):
        connection.execute_wrappers.append(self.around_statements)
        commit = connection._commit

        def watched_commit():
            self.pass_by("before COMMIT")
            commit()
            self.pass_by("after COMMIT")

        connection._commit = watched_commit


def race(number, orders, gate, out):
    """What one racer does: it gets ready, waits at the gate, clicks, and says what it was answered."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from tests.factories_ads import FROM_OUR_PAGE

    client = Client(raise_request_exception=False, headers=FROM_OUR_PAGE, SERVER_NAME=settings.SITE.hostname)
    client.get("/ads/click/0.x/")  # warm: imports and the connection
    death = Death(orders.get("kill_at"), orders.get("kill_click", 1))
    death.watch(connection)
    os.write(out, b"ready\n")
    os.read(gate, 1)
    answers = Counter()
    for turn, path in enumerate(orders["paths"]):
        death.clicks += 1
        agent = f"{FROM_OUR_PAGE['User-Agent']} Racer/{number}.{turn}"
        address = orders.get("address") or f"10.{number}.{turn // 250}.{turn % 250 + 1}"
        response = client.get(path, headers={"User-Agent": agent}, REMOTE_ADDR=address)
        answers[f"{response.status_code} {response.headers.get('Location', '')}"] += 1
    os.write(out, json.dumps(answers).encode())


def start(number, orders, gate):
    """Fork one racer; returns its process and where it speaks."""
    listen, out = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(gate[1])
        try:
            race(number, orders, gate[0], out)
        finally:
            os._exit(0)
    os.close(out)
    return pid, os.fdopen(listen)


def main():
    orders = json.loads(sys.stdin.readline())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = orders["database"]
    django.setup()
    gate = os.pipe()
    racers = [start(number, racer, gate) for number, racer in enumerate(orders["racers"])]
    ready = [voice.readline() for _, voice in racers] == ["ready\n"] * len(racers)
    sys.stdout.write("ready\n" if ready else "not ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    os.close(gate[1])
    began = time.monotonic()
    timed = [(racer.get("kill_after"), pid) for racer, (pid, _) in zip(orders["racers"], racers, strict=True)]
    for seconds, pid in sorted(timing for timing in timed if timing[0] is not None):
        time.sleep(max(0, began + seconds - time.monotonic()))
        os.kill(pid, signal.SIGKILL)
    said = [voice.read() for _, voice in racers]
    killed = sum(os.waitpid(pid, 0)[1] == signal.SIGKILL for pid, _ in racers)
    answers = sum((Counter(json.loads(text)) for text in said if text), Counter())
    json.dump({"answers": answers, "killed": killed}, sys.stdout)


if __name__ == "__main__":
    main()
