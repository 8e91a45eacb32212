"""Clicks and payments from before there were days and documents get theirs, as if they had always been."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from ads import services
from ads.audit import broken_invariants
from ads.models import AdDay, Document, DocumentCounter, Transaction
from ads.triggers import PROMISES
from tests.clocks import clock_at
from tests.factories_ads import a_charged_click, a_live_ad, an_advertiser, an_editor

pytestmark = pytest.mark.django_db
MIGRATION = import_module("ads.migrations.0005_days_and_documents_of_before")


@pytest.fixture
def books():
    """Clicks on two days and one given back; two payments, one typed wrongly and taken back."""
    with clock_at(datetime(2026, 5, 5, 22, tzinfo=UTC)) as clock:
        ad = a_live_ad(balance_cents=1_000)
        clicks = [a_charged_click(ad, at=clock.now, client=f"{number}") for number in range(3)]
        clock.set(datetime(2026, 5, 6, 22, tzinfo=UTC))
        a_charged_click(ad, at=clock.now, client="later")
        services.reverse_transaction(clicks[0].transaction, by=an_editor(), note="goodwill")
        other = an_advertiser()
        wrong = services.record_payment(other, cents=500, reference="wrong", by=an_editor()).payment
        services.reverse_transaction(wrong, by=an_editor(), note="mistyped")
    return ad


def documents():
    rows = Document.objects.order_by("kind", "number")
    return [(row.title, row.cents, row.words, row.buyer_name, str(row.corrects or "")) for row in rows]


def days():
    return list(AdDay.objects.order_by("day").values_list("ad", "day", "spent_cents", "cap_cents"))


def test_what_is_made_for_the_books_of_before_is_what_would_have_been_there(books):
    before = days(), documents()
    PROMISES.lift()
    for model in (AdDay, DocumentCounter):
        model.objects.all().delete()
    Document.objects.update(corrects=None)
    Document.objects.all().delete()
    PROMISES.install()
    assert broken_invariants() != []

    for _ in range(2):
        MIGRATION.add_days(apps, None)
        MIGRATION.add_documents(apps, None)

    assert (days(), documents()) == before
    assert [title for title, *_ in before[1]] == ["C-000001", "R-000001", "R-000002"]
    assert broken_invariants() == []


def test_a_tax_rate_of_today_is_used(books, settings):
    PROMISES.lift()
    Document.objects.update(corrects=None)
    Document.objects.all().delete()
    PROMISES.install()
    settings.AD_TAX_BASIS_POINTS = 1_900

    MIGRATION.add_documents(apps, None)

    payment = Transaction.objects.get(kind="payment", document__cents=1_000)
    assert (payment.document.tax_basis_points, payment.document.tax_cents) == (1_900, 160)
