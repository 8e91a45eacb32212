"""What an editor decides about an ad."""

import pytest
from django.core import mail

from ads import services
from ads.models import Ad
from tests.factories_ads import a_waiting_ad, an_editor

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
