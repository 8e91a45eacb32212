"""Refunds that a provider never answered: the desk finds them, and ends each once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ads import services
from ads.audit import broken_invariants
from ads.models import Refund, Transaction
from ads.providers import stripe_checkout
from ads.services import refunds
from tests.ads.stripe_stand_in import SECRET, StripeStandIn
from tests.factories_ads import an_advertiser, an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(an_editor())
    return client


@pytest.fixture
def stuck(settings, monkeypatch):
    """A refund of $10 that Stripe was asked for 21 hours ago and never answered."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET
    server = StripeStandIn()
    monkeypatch.setattr(stripe_checkout, "NETWORK", server.network())
    checkout = services.ask_checkout(an_advertiser(), cents=1_000, provider="stripe")
    with transaction.atomic():
        services.pay_checkout(checkout, provider_payment="pi_1")
    server.fault = ("503 Service Unavailable", "later")
    (refund,) = services.ask_refund(checkout.advertiser)
    Refund.objects.update(asked_at=timezone.now() - timedelta(hours=21))
    refund.refresh_from_db()
    yield refund
    server.close()


def page_of(desk, refund):
    return desk.get(reverse("admin:ads_refund_change", args=[refund.pk])).content.decode()


def test_the_provider_is_not_asked_again_and_the_desk_is_told(desk, stuck):
    refunds.retry_refunds()
    refunds.pay_out.func(number=stuck.pk)

    assert Refund.objects.get().state == "asked"
    assert "$10.00, never answered by its provider" in desk.get(reverse("admin:index")).content.decode()
    assert "Not found: transfer it" in page_of(desk, stuck)


def test_a_reference_that_was_found_there_is_recorded_once(desk, stuck):
    for _ in range(2):
        desk.post(reverse("admin:ads_refund_pay", args=[stuck.pk]), {"reference": "re_found"})

    stuck.refresh_from_db()
    assert (stuck.provider, stuck.state, stuck.reference) == ("stripe", "paid", "re_found")
    assert Transaction.objects.filter(kind="payout").count() == 1
    assert broken_invariants() == []


def test_one_that_was_not_found_is_transferred(desk, stuck):
    for _ in range(2):
        desk.post(reverse("admin:ads_refund_transfer", args=[stuck.pk]))
    assert "Record that it was transferred" in page_of(desk, stuck)
    desk.post(reverse("admin:ads_refund_pay", args=[stuck.pk]), {"reference": "Bank 7"})

    stuck.refresh_from_db()
    assert (stuck.provider, stuck.state, stuck.reference) == ("invoice", "paid", "Bank 7")
    assert broken_invariants() == []


def test_one_that_may_still_be_answered_stays_with_its_provider(desk, stuck):
    Refund.objects.update(asked_at=timezone.now() - timedelta(hours=19))

    desk.post(reverse("admin:ads_refund_pay", args=[stuck.pk]), {"reference": "re_found"})
    desk.post(reverse("admin:ads_refund_transfer", args=[stuck.pk]))

    stuck.refresh_from_db()
    assert (stuck.provider, stuck.state) == ("stripe", "asked")
    assert "never answered" not in desk.get(reverse("admin:index")).content.decode()
