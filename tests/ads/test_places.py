"""A slot stands in a place that we know; strangers may write what they like."""

import pytest
from django.urls import reverse

from ads.models import Click, RefusedDay
from ads.slots import PLACES
from tests.factories_ads import FROM_OUR_PAGE, a_live_ad, a_token, balance_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["front", "x" * 40, "Article", "-"])
def test_a_slot_in_an_unknown_place_is_not_found(client, place):
    a_live_ad()

    assert client.get(f"/ads/slot/{place}/").status_code == 404


@pytest.mark.parametrize("place", ["front", "x" * 40])
def test_a_link_from_an_unknown_place_is_forged_though_we_signed_it(client, place):
    ad = a_live_ad()
    address = reverse("ads:ad_click", args=[a_token(ad, place=place)])

    response = client.get(address, headers=FROM_OUR_PAGE)

    assert (response.status_code, response.headers["Location"]) == (302, ad.version.landing_url)
    assert (Click.objects.count(), RefusedDay.objects.get().reason) == (0, "forged")
    assert balance_of(ad.advertiser) == 1_000


def test_every_known_place_fits_its_column():
    assert max(map(len, PLACES)) <= Click._meta.get_field("place").max_length
