"""What the ad desk decides and books is in the audit log."""

import pytest

from ads import services
from ads.models import Advertiser
from newsroom.models import AuditEntry
from tests.factories_ads import a_live_ad, a_waiting_ad
from tests.factories_articles import make_editor

pytestmark = pytest.mark.django_db


def told(noun):
    return AuditEntry.objects.filter(noun=noun).order_by("pk")


def test_approving_and_turning_down_are_told():
    seller = make_editor()
    good, bad = a_waiting_ad(), a_waiting_ad()

    services.approve_version(good.versions.get(), by=seller)
    services.reject_version(bad.versions.get(), by=seller, reason=" Too loud ")

    approved, rejected = told("ads.ad")
    assert (approved.verb, approved.row_id, approved.by) == ("approved", str(good.pk), seller)
    assert (rejected.verb, rejected.row_id) == ("turned down", str(bad.pk))
    assert (rejected.before["decision"], rejected.after["reason"]) == (None, "Too loud")


def test_pausing_is_told_once():
    seller, ad = make_editor(), a_live_ad()
    before = told("ads.ad").count()

    services.pause_ad(ad, by=seller)
    services.pause_ad(ad, by=seller)
    services.resume_ad(ad, by=seller)

    entries = told("ads.ad")[before:]
    assert [(entry.verb, entry.before, entry.after) for entry in entries] == [
        ("paused", {"state": "approved"}, {"state": "paused", "reason": "desk"}),
        ("resumed", {"state": "paused"}, {"state": "approved"}),
    ]


def test_money_is_told_once_and_its_reversal_too():
    seller, advertiser = make_editor(), a_live_ad().advertiser
    before = told("ads.transaction").count()

    for _ in range(2):
        payment = services.record_payment(advertiser, cents=500, reference="Bank 7", by=seller).payment
    reversal = services.reverse_transaction(payment, by=seller, note="Bounced")

    paid, reversed_ = told("ads.transaction")[before:]
    assert (paid.verb, paid.row_id, paid.by) == ("recorded", str(payment.pk), seller)
    assert (paid.after["cents"], paid.after["reference"]) == (500, "Bank 7")
    assert (reversed_.verb, reversed_.row_id) == ("reversed", str(payment.pk))
    assert reversed_.after == {"note": "Bounced", "reversal": reversal.pk}


def test_renewing_an_address_is_told_without_the_secret():
    seller, advertiser = make_editor(), a_live_ad().advertiser

    services.renew_addresses(advertiser, by=seller)

    entry = told("ads.advertiser").get()
    assert (entry.verb, entry.row_id, entry.by) == ("renewed the addresses of", str(advertiser.pk), seller)
    assert (entry.before, entry.after) == (None, None)


def test_an_address_that_is_not_renewed_is_not_told():
    advertiser = a_waiting_ad().advertiser
    Advertiser.objects.update(confirmed_at=None)

    with pytest.raises(services.Refused):
        services.renew_addresses(advertiser, by=None)

    assert not told("ads.advertiser").exists()
