"""One process of a race about money, of several threads: says that it is ready, and goes when it is told to.

Run as ``python -m tests.ads.booker``; its input is a line {"database", "threads": [[[name, arguments], ...]]}
of JSON, and a line to start. It ends with {answer: how often} as JSON.
"""

import json
import os
import sys
import threading
from collections import Counter

import django


def main():
    orders = json.loads(sys.stdin.readline())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from django.conf import settings

    from tests.ads.stripe_stand_in import SECRET

    settings.DATABASES["default"]["NAME"] = orders["database"]
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET
    django.setup()
    from django.db import connection

    answers = Counter()
    start = threading.Barrier(len(orders["threads"]) + 1)

    def work(deeds):
        connection.ensure_connection()
        start.wait()
        for name, arguments in deeds:
            answers[f"{name}: {DEEDS[name](**arguments)}"] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=[deeds]) for deeds in orders["threads"]]
    for thread in threads:
        thread.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    start.wait()
    for thread in threads:
        thread.join()
    json.dump(answers, sys.stdout)


def tell(*, body):
    from django.conf import settings
    from django.test import Client

    from tests.ads.stripe_stand_in import signed

    client = Client(raise_request_exception=False, SERVER_NAME=settings.SITE.hostname)
    headers = {"Stripe-Signature": signed(body)}
    answer = client.post("/advertise/stripe/", body, content_type="application/json", headers=headers)
    return f"{answer.status_code} {answer.content.decode().strip()}"


def refused(deed):
    def tried(**arguments):
        from ads.services import Refused

        try:
            deed(**arguments)
        except Refused as refusal:
            return f"refused, {refusal}"
        return "done"

    return tried


@refused
def reverse(*, number):
    from ads import models, services

    services.reverse_transaction(models.Transaction.objects.get(pk=number), by=None, note="a robot")


@refused
def pay(*, advertiser, reference):
    from ads import models, services

    services.record_payment(
        models.Advertiser.objects.get(pk=advertiser), cents=100, reference=reference, by=None
    )


@refused
def refund(*, advertiser):
    from ads import models, services

    services.ask_refund(models.Advertiser.objects.get(pk=advertiser))


@refused
def dispute(*, number):
    from ads import models, services

    services.record_dispute(models.Transaction.objects.get(pk=number), by=None, note="bounced")


@refused
def close(**nothing):
    from ads import services

    services.close_book_days()


DEEDS = {"tell": tell, "reverse": reverse, "pay": pay, "refund": refund, "dispute": dispute, "close": close}

if __name__ == "__main__":
    main()
