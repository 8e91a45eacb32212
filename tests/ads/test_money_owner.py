"""Whose money it is: the private address pays, and only who is signed in has it back."""

import pytest

from ads import links
from ads.models import Advertiser, Refund
from newsroom.mailed_links import account_of
from tests.factories_ads import a_live_ad, an_advertiser, an_editor

pytestmark = pytest.mark.django_db


def money_path(advertiser, deed=""):
    return links.money_path(advertiser) + deed


def sign_in(client, advertiser):
    client.force_login(account_of(advertiser.email))


@pytest.mark.parametrize("who", ["nobody", "another advertiser", "an editor"])
def test_only_the_advertiser_has_money_back_or_changes_who_is_on_a_receipt(client, who):
    ad = a_live_ad()
    if who == "another advertiser":
        sign_in(client, an_advertiser())
    elif who == "an editor":
        client.force_login(an_editor())

    page = client.get(money_path(ad.advertiser)).text
    refund = client.post(money_path(ad.advertiser, "refund/"))
    billing = client.post(money_path(ad.advertiser, "billing/"), {"name": "Mallory & Sons"})

    assert [money_path(ad.advertiser, deed) in page for deed in ("pay/", "refund/", "billing/")] == [
        True,
        False,
        False,
    ]
    assert page.count('href="/advertise/own/money/"') == 2
    assert [refund.status_code, billing.status_code] == [403, 403]
    assert "To do this, sign in with the e-mail address of these ads." in refund.text
    assert 'value="Mallory &amp; Sons"' in billing.text
    assert Refund.objects.count() == 0
    assert Advertiser.objects.get(pk=ad.advertiser_id).billing_name == ""


def test_signing_in_leads_back_to_the_money(client):
    advertiser = an_advertiser()
    asked = client.get("/advertise/own/money/")
    sign_in(client, advertiser)

    assert asked.url == "/account/sign-in/?next=%2Fadvertise%2Fown%2Fmoney%2F"
    assert client.get("/advertise/own/money/").url == money_path(advertiser)
