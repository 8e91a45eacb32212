"""One process of a race: says that it is ready, clicks when it is told to, and prints the answers it got.

Run as ``python -m tests.ads.racer``; its input is a line {"database", "paths", "number", "address"} of JSON,
and a line to start; without an address each click comes from another one. Its output is a line when it is
ready, and the answers as JSON.
"""

import json
import os
import sys
from collections import Counter

import django


def main():
    orders = json.loads(sys.stdin.readline())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = orders["database"]
    django.setup()
    from django.test import Client

    from tests.factories_ads import FROM_OUR_PAGE

    answers = Counter()
    client = Client(raise_request_exception=False, headers=FROM_OUR_PAGE, SERVER_NAME=settings.SITE.hostname)
    client.get("/ads/click/0.x/")  # warm: imports and the connection
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number, path in enumerate(orders["paths"]):
        agent = f"{FROM_OUR_PAGE['User-Agent']} Racer/{orders['number']}.{number}"
        address = orders["address"] or f"10.{orders['number']}.{number // 250}.{number % 250 + 1}"
        response = client.get(path, headers={"User-Agent": agent}, REMOTE_ADDR=address)
        answers[f"{response.status_code} {response.headers.get('Location', '')}"] += 1
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
