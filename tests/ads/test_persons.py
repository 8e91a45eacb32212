"""Erasing an advertiser while money is open, and what is given out of the money."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ads import services
from ads.models import Ad, Advertiser, Checkout, ClickAlert, Transaction
from ads.services.persons import erase_advertiser, what_is_known
from ads.services.scanning import _tell
from tests.factories_ads import a_human, a_live_ad, a_token, an_advertiser, an_editor

pytestmark = pytest.mark.django_db


def test_who_owes_us_is_not_erased():
    ad = a_live_ad(balance_cents=100)
    services.record_click(ad, evidence=a_human(a_token(ad)))
    services.record_dispute(Transaction.objects.get(kind="payment"), by=None, note="bounced")

    with pytest.raises(services.Refused, match=r"owes \$1.00"):
        erase_advertiser(ad.advertiser.email)

    services.write_off(ad.advertiser, cents=100, by=an_editor(), note="gone")
    assert erase_advertiser(ad.advertiser.email)["advertiser"] == 1


def test_nobody_is_erased_whose_refund_is_on_its_way():
    ad = a_live_ad(balance_cents=1_000)
    (refund,) = services.ask_refund(ad.advertiser)

    with pytest.raises(services.Refused, match=r"\$10.00 are on the way back"):
        erase_advertiser(ad.advertiser.email)

    services.record_payout(refund, reference="Bank 7", by=None)
    assert erase_advertiser(ad.advertiser.email)["advertiser"] == 1


def test_erasing_waits_for_nobody_who_counts_showings():
    ad = a_live_ad(balance_cents=0)

    with CaptureQueriesContext(connection) as questions:
        erase_advertiser(ad.advertiser.email)

    locks = [sql for q in questions if '"ads_ad"' in (sql := q["sql"]) and sql.endswith("UPDATE")]
    has_locks = connection.features.has_select_for_update
    assert [sql.endswith("FOR NO KEY UPDATE") for sql in locks] == [True] * has_locks


@pytest.mark.parametrize("state", ["asked", "open"])
def test_nobody_is_erased_whose_payment_is_awaited_and_nobody_waits_for_ever(state):
    advertiser = an_advertiser()
    services.ask_checkout(advertiser, cents=2_000, provider="invoice")
    Checkout.objects.update(state=state)

    with pytest.raises(services.Refused, match=r"has begun to pay \$20.00"):
        erase_advertiser(advertiser.email)

    Checkout.objects.update(asked_at=timezone.now() - timedelta(days=31))
    assert erase_advertiser(advertiser.email)["advertiser"] == 1
    assert Checkout.objects.get().state == "ended"


def test_what_is_known_has_documents_payments_refunds_and_keys_but_no_secret():
    advertiser = an_advertiser()
    checkout = services.ask_checkout(advertiser, cents=2_000, provider="invoice")
    services.settle_checkout(checkout, by=an_editor())
    services.ask_refund(advertiser)
    advertiser.keys.create(kind="api", label="the shop's program", secret_hash="a secret of theirs")

    known = list(what_is_known(advertiser.email))

    kinds = [kind for kind, _ in known]
    assert kinds[-4:] == ["receipt", "payment begun", "refund", "token for programs"]
    assert "a secret of theirs" not in str(known)
    assert str(advertiser.secret) not in str(known)


def test_who_was_erased_gets_no_mail():
    ad = a_live_ad(balance_cents=0)
    erase_advertiser(ad.advertiser.email)
    Ad.objects.update(ends_at=timezone.now())
    assert Advertiser.objects.get().email.endswith("@erased.invalid")
    mail.outbox.clear()

    services.warn_advertisers()
    alert = ClickAlert.objects.create(ad=ad, day="2026-05-05", pattern="rate", clicks=20, odd=20)
    _tell(ClickAlert.objects.get(pk=alert.pk), credited_cents=0)

    assert mail.outbox == []
