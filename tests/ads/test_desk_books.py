"""The books at the desk: one dollar is followed from page to page, in both directions."""

import re

import pytest
from django.urls import reverse

from ads import services
from ads.models import Checkout, Click, Refund, Transaction
from tests.factories_ads import a_charged_click, a_live_ad, an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    return admin_client


def named_on(desk, posted):
    """What the page of a transaction names: {words: address}."""
    page = desk.get(reverse("admin:ads_transaction_change", args=[posted.pk])).text
    return dict(re.findall(r'<p>([^<:]+): <a href="([^"]+)">', page))


def page_of(row):
    return reverse(f"admin:ads_{row._meta.model_name}_change", args=[row.pk])


def test_each_transaction_names_what_it_is_about_and_what_undid_it(desk):
    ad, editor = a_live_ad(balance_cents=0), an_editor()
    asked = services.ask_checkout(ad.advertiser, cents=2_000, provider="invoice")
    services.settle_checkout(asked, by=editor)
    a_charged_click(ad)
    charge = Transaction.objects.get(kind="click")
    undone = services.reverse_transaction(charge, by=editor, note="goodwill")
    services.ask_refund(ad.advertiser)
    refund = Refund.objects.get()
    services.record_payout(refund, reference="Bank 7", by=editor)

    refund.refresh_from_db()
    assert named_on(desk, Checkout.objects.get().payment) == {"The checkout": page_of(asked)}
    assert named_on(desk, charge) == {
        "The click": page_of(Click.objects.get()),
        "Reversed by": page_of(undone),
    }
    assert named_on(desk, refund.posting) == named_on(desk, refund.payout) == {"The refund": page_of(refund)}


def test_what_makes_a_gift_given_once_has_no_label(desk):
    account = a_live_ad().advertiser.account
    page = desk.get(reverse("admin:ads_account_credit", args=[account.pk])).text

    assert 'type="hidden" name="once"' in page
    assert re.findall(r"<label[^>]*>([^<]+)</label>", page) == ["Amount in dollars", "Why"]
