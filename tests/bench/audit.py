"""How long the audit of the books takes: ``python -m tests.bench.audit [clicks]``, on a database of its own.

The rows are written as charging writes them, many at once; then every invariant is timed.
"""

import os
import sys
import time
from datetime import timedelta

import django

AT_ONCE, ADS, DAYS = 2_000, 10, 40


def main(clicks):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_databases

    setup_databases(verbosity=0, interactive=False)
    _fill(clicks)
    call_command("audit_ledger")
    from ads.audit import INVARIANTS

    total = [0.0, 0.0]
    for invariant in INVARIANTS:
        wall, cpu = time.perf_counter(), time.process_time()
        assert list(invariant()) == []
        took = (time.perf_counter() - wall, time.process_time() - cpu)
        total = [before + more for before, more in zip(total, took, strict=True)]
        sys.stdout.write(f"{took[0]:7.3f} s {took[1]:7.3f} s CPU  {invariant.__name__.replace('_', ' ')}\n")
    sys.stdout.write(f"{total[0]:7.3f} s {total[1]:7.3f} s CPU  {clicks} clicks in all\n")


def _fill(clicks):
    from django.db.models import Sum
    from django.utils import timezone

    from ads import services
    from ads.models import Account, Ad, AdDay, Click
    from ads.quarters import Quarter, day_of
    from tests.factories_ads import a_live_ad

    plenty = 1_000 * clicks
    ads = [a_live_ad(balance_cents=plenty, budget_cents=plenty) for _ in range(ADS)]
    first, step = timezone.now() - timedelta(days=DAYS), timedelta(days=DAYS) / clicks
    for start in range(0, clicks, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, clicks))
        _charge([(number, ads[number % ADS], first + number * step) for number in numbers])
    for ad in ads:
        spent = Click.objects.filter(ad=ad).aggregate(total=Sum("charged_cents"))["total"]
        Ad.objects.filter(pk=ad.pk).update(spent_cents=spent)
        Account.objects.filter(advertiser=ad.advertiser).update(balance_cents=plenty - spent)
    quarters = Click.objects.order_by().annotate(quarter=Quarter("at")).values_list("ad_id", "quarter")
    days = {}
    for ad_id, quarter, cents in quarters.annotate(total=Sum("charged_cents")):
        key = ad_id, day_of(quarter)
        days[key] = days.get(key, 0) + cents
    AdDay.objects.bulk_create(
        AdDay(ad_id=ad_id, day=day, spent_cents=cents) for (ad_id, day), cents in days.items()
    )
    services.close_book_days()


def _charge(rows):
    from ads import ledger
    from ads.models import Click, Entry, Transaction

    charges = [Transaction(kind="click", key=f"click:{number:064}", at=at) for number, _, at in rows]
    Transaction.objects.bulk_create(charges)
    entries, clicks = [], []
    for charge, (number, ad, at) in zip(charges, rows, strict=True):
        account, price = ledger.account_code(ad.advertiser_id), ad.version.price_cents
        entries.append(Entry(transaction=charge, account_id=account, cents=-price))
        entries.append(Entry(transaction=charge, account_id=ledger.EARNED, cents=price))
        what = {"ad": ad, "version": ad.version, "place": "article", "viewed_at": at, "at": at}
        money = {"charged_cents": price, "transaction": charge}
        keys = {"token_hash": f"{number:064}", "client_hash": "c", "address_hash": f"{number % 997}"}
        clicks.append(Click(**what, **money, **keys))
    Entry.objects.bulk_create(entries)
    Click.objects.bulk_create(clicks)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
