"""Every page about ads, to advertisers, readers and the ad desk: axe finds nothing, and it fits a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_desk_look import DESKTOP, LOOK, ONLY_WHAT_IS_DRAWN, PHONE

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetrieb"
SEED = """
from django.test import Client
from ads import links, services
from newsroom.mailed_links import account_of
from tests.factories_ads import a_charged_click, a_live_ad, a_picture_file, a_waiting_ad, an_editor
from django.core.files.storage import default_storage

picture = default_storage.save("ads/look.png", a_picture_file(600, 400))
words = {"image": picture, "headline": "LONG", "paid_by": "LONG"}
ad = a_live_ad(balance_cents=5_000, **words)
owner = ad.advertiser
refused, waiting = a_waiting_ad(owner, **words), a_waiting_ad(owner, **words)
services.reject_version(refused.versions.get(), by=an_editor(), reason="LONG " * 3)
waiting.versions.get().landing_checks.create(outcome="moved", host="elsewhere.example", said="200")
a_charged_click(ad)
services.report_ad(ad.version, reporter="x", why="other", words="LONG")
services.ask_checkout(owner, cents=2_500, provider="invoice")
share = services.make_key(owner, kind="share", label="LONG", days=30)
services.pause_ad(ad, by=an_editor())  # the other journeys meet an empty slot
client = Client()
client.force_login(account_of(owner.email))
open_page = {
    "offer": "/advertise/",
    "form": "/advertise/submit/",
    "status": links.status_path(owner),
    "change": f"/advertise/ads/{refused.public_id}/edit/",
    "campaign": f"/advertise/ads/{ad.public_id}/campaign/",
    "money": links.money_path(owner),
    "checkout": f"/advertise/checkout/{owner.checkouts.get().public_id}/",
    "shared": f"/advertise/shared/{share}/",
    "about": f"/ads/about/{ad.version_id}/",
    "books": "/advertise/books/",
}
desk = {
    "review": f"/admin/ads/ad/{waiting.pk}/change/?queue",
    "reported": f"/admin/ads/ad/{ad.pk}/change/",
    "list": "/admin/ads/ad/",
    "house": "/admin/ads/ad/house/",
}
answer = {"pages": open_page, "desk": desk, "session": client.cookies["session"].value}
""".replace("LONG", LONG)
# How far the middle of each choice's button is above or below the middle of its words.
CHOICES = """() => [...document.querySelectorAll(".field fieldset label")].map((label) => {
  const words = document.createRange(), button = label.querySelector("input").getBoundingClientRect();
  words.selectNode(label.lastChild);
  const line = words.getBoundingClientRect();
  return Math.abs(button.top + button.bottom - line.top - line.bottom) / 2;
})"""
# What a scrolling table hides at its right, and how far an element is below the one before.
HIDDEN = """() => [...document.querySelectorAll(".advertise-table")].map(
  (table) => table.scrollWidth - table.clientWidth)"""
GAP = """(below) => { const above = below.previousElementSibling;
  return below.getBoundingClientRect().top - above.getBoundingClientRect().bottom; }"""
MOVES = """
from ads import links, services
from ads.models import Advertiser
from tests.factories_ads import an_advertiser, an_editor

owner = an_advertiser()
services.record_payment(owner, cents=2_500, reference="transfer 1", by=an_editor())
reference = "re_8a0c4bb8d49f41e09cee8ab1e6a3651a0c4bb8d49f41e"
for refund in services.ask_refund(owner):
    services.record_payout(refund, reference=reference, by=an_editor())
services.record_payment(owner, cents=2_500, reference="transfer 2", by=an_editor())
answer = links.money_path(owner)
"""
SCREENS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.fixture(scope="module")
def made(live_paper):
    return live_paper.ask(SEED)


def faults(page):
    """What is wrong with the open page: rules of axe, and what does not fit the narrowest phone."""
    broken = Axe().run(page, options=ONLY_WHAT_IS_DRAWN).response["violations"]
    wrong = [(rule["id"], node["html"]) for rule in broken for node in rule["nodes"]]
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    wrong += page.evaluate(LOOK)
    page.set_viewport_size(before)
    return wrong


def faults_of(page, addresses):
    """Open each page of {name: address}; {name: what is wrong with it}."""
    found = {}
    for name, address in addresses.items():
        assert page.goto(address).status == 200, address
        found[name] = faults(page)
    return found


@pytest.mark.parametrize(("viewport", "color_scheme"), SCREENS)
def test_the_pages_of_advertisers_and_readers(viewport, color_scheme, new_page, live_paper, made):
    """The policy is off here: axe writes styles of its own, which it would refuse."""
    page = new_page(viewport=viewport, color_scheme=color_scheme, bypass_csp=True)
    page.context.add_cookies([{"name": "session", "value": made["session"], "url": live_paper.url}])
    found = faults_of(page, made["pages"])
    page.goto(made["pages"]["form"])
    page.get_by_label("Landing address").fill("http://no")
    page.get_by_role("button", name="Send the ad").click()
    page.get_by_role("alert").wait_for()
    found["form with errors"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("viewport", "color_scheme"), SCREENS)
def test_the_pages_of_the_ad_desk(viewport, color_scheme, desk, made):
    page = desk(viewport=viewport, color_scheme=color_scheme, bypass_csp=True)
    found = faults_of(page, made["desk"])
    page.get_by_role("button", name="Show it from now on").click()
    page.locator(".errornote").wait_for()
    found["house with errors"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_choices_stand_in_line_and_notes_apart_from_what_they_are_about(new_page, live_paper, made):
    page = new_page(viewport=PHONE)
    page.goto(made["pages"]["about"])
    choices = page.evaluate(CHOICES)
    gaps = []
    for name, note in (
        ("shared", "h1 + .advertise-note"),
        ("money", ".form + .advertise-note"),
        ("books", ".advertise-action + p"),
    ):
        page.goto(made["pages"][name])
        gaps.append(page.locator(note).first.evaluate(GAP))

    assert len(choices) == 5
    assert max(choices) <= 2
    assert min(gaps) >= 12


def test_on_a_phone_every_amount_is_in_sight_beside_a_long_reference(new_page, live_paper):
    page = new_page(viewport=PHONE)

    page.goto(live_paper.ask(MOVES))

    assert page.evaluate(HIDDEN) == [0]


def test_what_a_reviewer_is_told_does_not_run_under_its_mark(desk, made):
    page = desk(viewport=PHONE)
    page.goto(made["desk"]["review"])
    lines = page.locator(".ads-findings li").evaluate_all(
        """(items) => items.map((item) => { const words = document.createRange();
          words.selectNode(item.lastChild);
          return [...words.getClientRects()].filter((line) => line.width > 1).map((line) => line.left); })"""
    )
    page.goto(made["desk"]["reported"])
    below = page.locator(".ads-reports + .ads-deeds")

    assert max(map(len, lines)) > 1
    assert [lefts for lefts in lines if len(set(lefts)) > 1] == []
    assert below.evaluate(GAP) >= 12


def test_every_line_of_a_house_ad_is_as_wide_as_the_others(desk, made):
    page = desk(viewport=DESKTOP)

    page.goto(made["desk"]["house"])

    lines = page.locator(".ads-deed :is(input[type=text], input[type=url])")
    assert len(set(lines.evaluate_all("(lines) => lines.map((line) => line.offsetWidth)"))) == 1
