"""Another ad like one that there is: its words, picture and money, and a review of its own."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from ads import services
from ads.models import Ad, AdVersion
from newsroom.mailed_links import account_of
from tests.factories_ads import a_live_ad, an_advertiser

pytestmark = pytest.mark.django_db


def copy(client, ad):
    return client.post(reverse("ads:ad_copy", args=[ad.public_id]))


def test_a_copy_waits_for_review_with_a_picture_of_its_own_and_opens_to_be_changed(client):
    ad = a_live_ad(budget_cents=2_000, daily_cap_cents=500, tags=["tea"], weekdays=[6, 7])
    services.stop_ad(ad, by=None)
    client.force_login(account_of(ad.advertiser.email))

    answers = [copy(client, ad) for _ in range(2)]

    new = Ad.objects.exclude(pk=ad.pk).get()
    assert [answer.url for answer in answers] == [reverse("ads:ad_edit", args=[new.public_id])] * 2
    assert (new.state, new.version, new.budget_cents, new.daily_cap_cents, new.ends_at, new.spent_cents) == (
        "waiting",
        None,
        2_000,
        500,
        None,
        0,
    )
    old, copied = ad.version, new.versions.get()
    assert [getattr(copied, name) for name in AdVersion.WORDS] == [
        getattr(old, name) for name in AdVersion.WORDS
    ]
    assert copied.image != old.image
    with default_storage.open(copied.image) as ours, default_storage.open(old.image) as theirs:
        assert ours.read() == theirs.read() == b"not shown here"


def test_where_the_rules_have_changed_since_the_ad_is_submitted_anew(client):
    ad = a_live_ad()
    Ad.objects.update(policy_version="2025-01")
    client.force_login(account_of(ad.advertiser.email))

    answer = copy(client, ad)

    assert answer.status_code == 409
    assert "The rules for ads have changed since." in answer.text
    assert Ad.objects.count() == 1


def test_nobody_copies_the_ad_of_somebody_else(client):
    ad = a_live_ad()
    client.force_login(account_of(an_advertiser().email))

    assert copy(client, ad).status_code == 404
    assert Ad.objects.count() == 1
