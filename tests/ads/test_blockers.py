"""The advertisers' pages and the desk work under common blockers; the slot takes no other name to pass them.

What the common lists refuse by its address or its class was looked up in EasyList with uBlock Origin's own
engine; docs/ads.md has the names.
"""

import re

import pytest

from ads import links, services
from newsroom.mailed_links import account_of
from tests.factories_ads import a_live_ad, a_waiting_ad, an_editor

pytestmark = pytest.mark.django_db

REFUSED_ADDRESS = re.compile(r"/static/ads/|/media/ads/|/advertise[./]|/ads\.css|/banners?/|/sponsored/")
REFUSED_CLASS = {
    "ad-card",
    "ad-slot",
    "ads-card",
    "advertise-box",
    "advertise-link",
    "advertise-list",
    "advertiser",
}


@pytest.fixture
def pages(client):
    ad = a_live_ad(image="campaigns/tea.webp")
    owner = ad.advertiser
    services.give_credit(owner, cents=100, once="x", by=an_editor(), note="hello")
    client.force_login(account_of(owner.email))
    own = [links.status_path(owner), links.money_path(owner), f"/advertise/ads/{ad.public_id}/edit/"]
    found = {path: client.get(path).text for path in ["/advertise/", "/advertise/submit/", *own]}
    client.force_login(an_editor())
    waiting = a_waiting_ad(owner, image="campaigns/tea.webp")
    desk = ["/admin/ads/ad/", f"/admin/ads/ad/{waiting.pk}/change/", "/admin/ads/ad/house/"]
    return found | {path: client.get(path).text for path in desk}


def test_nothing_that_these_pages_need_has_a_name_that_common_lists_refuse(pages):
    fetched = r'<(?:link rel="stylesheet" href|script[^>]* src|img[^>]* src)="([^"]+)"'
    needed = {path: re.findall(fetched, text) for path, text in pages.items()}
    classes = {
        path: set(" ".join(re.findall(r'class="([^"]*)"', text)).split()) for path, text in pages.items()
    }

    assert all(any(".css" in address for address in addresses) for addresses in needed.values())
    refused = {path: list(filter(REFUSED_ADDRESS.search, addresses)) for path, addresses in needed.items()}
    assert {path: addresses for path, addresses in refused.items() if addresses} == {}
    assert {path: names & REFUSED_CLASS for path, names in classes.items() if names & REFUSED_CLASS} == {}


def test_the_slot_has_the_names_by_which_blockers_know_an_ad(client):
    from django.template import Context, Template

    slot = Template('{% load ads %}{% ad_slot place="article" %}').render(Context())

    assert '<aside class="ad-slot"' in slot
    assert 'src="/ads/slot/article/?' in slot
    assert 'src="/static/ads/seen.js"' in slot
