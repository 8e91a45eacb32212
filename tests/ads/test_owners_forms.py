"""The buttons on an advertiser's page work in a browser: each form carries its token, and one is believed."""

import re

import pytest
from django.test import Client

from ads import links, services
from ads.models import Ad
from newsroom.mailed_links import account_of
from tests.factories_ads import a_live_ad

pytestmark = pytest.mark.django_db


def test_each_form_of_an_own_page_carries_its_token_and_pause_takes_it(live_ad):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account_of(live_ad.advertiser.email))
    services.make_key(live_ad.advertiser, kind="share", label="The baker", days=30)
    services.pause_own_ad(a_live_ad(live_ad.advertiser), by=None)

    page = client.get(links.status_path(live_ad.advertiser)).content.decode()

    forms = re.findall(r'<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.S)
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', inside) for _, inside in forms]
    assert len(forms) == 8  # copy, pause and stop; copy, go on and stop; end a link, make one
    assert [len(found) for found in tokens] == [1] * 8
    pause = next(number for number, (action, _) in enumerate(forms) if action.endswith("/pause/"))
    said = {"csrfmiddlewaretoken": tokens[pause][0]}
    assert client.post(forms[pause][0], said).status_code == 302
    assert Ad.objects.get(pk=live_ad.pk).state == "paused"


def test_what_the_desk_paused_is_not_offered_to_run_again(live_ad):
    services.pause_ad(live_ad, by=None)
    client = Client()
    client.force_login(account_of(live_ad.advertiser.email))

    page = client.get(links.status_path(live_ad.advertiser)).content.decode()

    assert "<strong>Paused: by the ad desk.</strong>" in page
    assert "/resume/" not in page
