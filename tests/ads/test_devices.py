"""An ad that wants to be seen on phones alone, or on computers alone."""

import pytest
from django.test import Client

from ads.models import AdVersion
from tests.ads.test_submissions import submit, typed
from tests.factories_ads import FIREFOX, a_live_ad, an_editor

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Mobile Safari/537.36"
)


def shows_on(agent):
    return "Fresh tea" in Client().get("/ads/slot/article/", headers={"User-Agent": agent}).text


@pytest.mark.parametrize(
    ("devices", "on_a_phone", "on_a_computer"),
    [
        ([], True, True),
        (["phone"], True, False),
        (["computer"], False, True),
        (["phone", "computer"], True, True),
    ],
)
def test_an_ad_shows_only_on_the_devices_that_it_names(devices, on_a_phone, on_a_computer):
    a_live_ad(devices=devices)

    assert (shows_on(PHONE), shows_on(FIREFOX)) == (on_a_phone, on_a_computer)


def test_the_devices_are_kept_as_chosen_and_the_reviewer_sees_them(client):
    submit(client, devices=["phone"])

    version = AdVersion.objects.get()
    assert version.devices == ["phone"]
    client.force_login(an_editor())
    assert "<dt>Only on</dt><dd>phone</dd>" in client.get(f"/admin/ads/ad/{version.ad_id}/change/").text


def test_no_other_device_is_taken(client):
    response = client.post("/advertise/submit/", typed() | {"devices": ["toaster"]})

    assert response.status_code == 422
    assert "is not one of the available choices" in response.text
