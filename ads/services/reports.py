"""Readers' words about ads, and what the desk does with them."""

from django.db import transaction

from ads.models import Ad, AdReport, AdVersion
from newsroom.audit import record
from newsroom.clock import database_now


def report_ad(version: AdVersion, *, reporter: str, why: str, words: str = "") -> bool:
    """Keep a reader's report, one from each sender for each version; returns whether it is new.

    Three open ones ask the desk, on its first page.
    """
    report = AdReport(version=version, reporter=reporter, why=why, words=words)
    AdReport.objects.bulk_create([report], ignore_conflicts=True)
    return AdReport.objects.filter(version=version, reporter=reporter, at=report.at).exists()


@transaction.atomic
def close_reports(ad: Ad, *, by) -> int:
    """Close what readers reported of ``ad``, whatever version: the desk has looked; returns how many."""
    closed = AdReport.objects.open().filter(version__ad=ad)
    number = closed.update(closed_at=database_now(), closed_by=by)
    if number:
        record("closed the reports of", ad, by=by, after={"reports": number})
    return number
