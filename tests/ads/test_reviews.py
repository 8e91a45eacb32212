"""What an editor decides about an ad."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ads import services
from ads.models import Ad
from tests.factories_ads import a_live_ad, a_waiting_ad, an_editor

pytestmark = pytest.mark.django_db


def test_approving_tells_the_advertiser_and_freezes_the_version():
    ad = a_waiting_ad()
    version = ad.versions.get()

    services.approve_version(version, by=an_editor())
    with pytest.raises(services.Refused, match="decided before"):
        services.approve_version(version, by=an_editor())
    with pytest.raises(services.Refused, match="decided before"):
        services.reject_version(version, by=an_editor(), reason="late")

    ad.refresh_from_db()
    assert (ad.state, ad.version) == ("approved", version)
    assert [letter.subject for letter in mail.outbox] == ["Your ad “Fresh tea, every Friday” is approved"]


def test_a_rejection_has_a_reason_that_reaches_the_advertiser():
    ad = a_waiting_ad()
    version = ad.versions.get()

    with pytest.raises(services.Refused, match="Say why"):
        services.reject_version(version, by=an_editor(), reason="  ")
    services.reject_version(version, by=an_editor(), reason="We cannot read the picture's words.")

    ad.refresh_from_db()
    assert ad.state == "rejected"
    assert "We cannot read the picture's words." in mail.outbox[0].body
    assert f"/advertise/ads/{version.ad.public_id}/edit/" in mail.outbox[0].body


def test_an_unconfirmed_ad_is_neither_approved_nor_rejected_and_nobody_is_mailed():
    ad = a_waiting_ad()
    Ad.objects.update(state="unconfirmed")

    with pytest.raises(services.Refused, match="not confirmed"):
        services.approve_version(ad.versions.get(), by=an_editor())
    with pytest.raises(services.Refused, match="not confirmed"):
        services.reject_version(ad.versions.get(), by=an_editor(), reason="Blurred.")

    assert Ad.objects.get().state == "unconfirmed"
    assert not ad.versions.get().is_decided
    assert mail.outbox == []


@pytest.mark.parametrize("kept_by", ["advertiser", "landing"])
def test_a_dispute_stops_what_the_advertiser_could_resume(kept_by):
    ad = a_live_ad(balance_cents=0)
    services.pause_ad(ad, reason=kept_by)
    payment = services.record_payment(ad.advertiser, cents=300, reference="A", by=None).payment

    services.record_dispute(payment, by=None, note="bounced")

    assert Ad.objects.get().pause_reason == "dispute"
    with pytest.raises(services.Refused, match="The ad desk has paused this ad"):
        services.resume_own_ad(ad, by=None)


def test_an_advertisers_pause_does_not_hide_that_the_landing_page_is_away():
    ad = a_live_ad(balance_cents=0)
    services.pause_ad(ad, reason="landing")

    services.pause_own_ad(ad, by=None)

    assert Ad.objects.get().pause_reason == "landing"


@pytest.mark.parametrize("resume", [services.resume_ad, services.resume_own_ad])
def test_a_debt_is_read_under_the_account_which_is_taken_before_the_ad(resume):
    ad = a_live_ad(balance_cents=0)
    services.pause_own_ad(ad, by=None)

    with CaptureQueriesContext(connection) as questions:
        assert resume(ad, by=None) is True

    asked = [question["sql"] for question in questions]
    the_ad = next(number for number, sql in enumerate(asked) if '"ads_ad"' in sql)
    account = f"'advertiser:{ad.advertiser_id}'"
    held = next(n for n, sql in enumerate(asked) if sql.startswith("SELECT") and account in sql)
    assert held < the_ad
    if connection.features.has_select_for_update:
        assert asked[held].endswith("FOR UPDATE")
