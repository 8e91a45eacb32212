"""What the desk took in and earned, month by month, equal to the books."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from ads import earnings, ledger, services
from ads.earnings import Earnings
from ads.models import Refund
from tests.factories_ads import a_charged_click, a_live_ad, an_editor

pytestmark = pytest.mark.django_db


def post(kind, key, at, **entries):
    ledger.post(kind, key, {code.replace("__", ":"): cents for code, cents in entries.items()}, at=at)


def month_of(year, number, **cents):
    return Earnings(datetime(year, number, 1, tzinfo=UTC).date(), **cents)


def test_each_month_has_what_its_entries_add_up_to(monkeypatch, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    monkeypatch.setattr(earnings, "localdate", lambda: datetime(2026, 3, 20, tzinfo=UTC).date())
    ledger.open_accounts(a_live_ad(balance_cents=0).advertiser)
    own = a_live_ad(balance_cents=0).advertiser
    code = f"advertiser__{own.pk}"
    january, late = datetime(2026, 1, 31, 14, 59, tzinfo=UTC), datetime(2026, 1, 31, 15, 0, tzinfo=UTC)
    post("payment", "p1", january, cash=-5_000, **{code: 5_000})
    post("payment", "p2", late, cash=-2_000, **{code: 2_000})
    post("click", "c1", late, earned=100, **{code: -100})
    post("promotion", "g1", late, promotions=-300, **{code: 300})
    post("refund", "r1", late, refunds_due=900, **{code: -900})
    post("payout", "o1", late, refunds_due=-900, cash=900)

    assert earnings.by_month(3) == [
        month_of(2026, 3),
        month_of(2026, 2, received=2_000, paid_out=900, earned=100, given=300),
        month_of(2026, 1, received=5_000),
    ]


def test_twelve_months_are_one_query_and_go_back_over_the_new_year(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(earnings, "localdate", lambda: datetime(2026, 2, 28, tzinfo=UTC).date())

    with django_assert_num_queries(1):
        months = earnings.by_month()

    assert [(found.month.year, found.month.month) for found in months] == [
        (2026, 2), (2026, 1), *((2025, number) for number in range(12, 2, -1)),
    ]  # fmt: skip


def test_the_desk_sees_what_came_in_what_was_earned_and_what_is_held(admin_client):
    ad, editor = a_live_ad(balance_cents=0), an_editor()
    asked = services.ask_checkout(ad.advertiser, cents=2_000, provider="invoice")
    services.settle_checkout(asked, by=editor)
    a_charged_click(ad)
    services.ask_refund(ad.advertiser)
    services.record_payout(Refund.objects.get(), reference="Bank 7", by=editor)

    page = admin_client.get(reverse("admin:ads_transaction_earnings")).text

    row = "<td>$20.00</td><td>$19.00</td><td>$1.00</td><td>$0.00</td><td>$0.00</td>"
    assert page.count(row) == 2  # this month's, and the sum
    assert "Held for advertisers now: <strong>$0.00</strong>" in page
    changelist = admin_client.get(reverse("admin:ads_transaction_changelist")).text
    assert reverse("admin:ads_transaction_earnings") in changelist


def test_who_may_not_see_the_books_sees_no_earnings(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("writer@example.org", is_staff=True))

    assert client.get(reverse("admin:ads_transaction_earnings")).status_code == 403
