"""The slot in a real browser: it moves nothing, takes little room, is counted and is charged."""

import time

import pytest

SEED = """
from tests.factories_ads import a_live_ad
from tests.factories_articles import make_live

story = make_live(headline="A story with an ad", slug="with-an-ad", body="<p>A long line of news.</p>" * 40)
ad = a_live_ad(balance_cents=5_000)
answer = [story.releases.get().get_absolute_url(), ad.pk]
"""
COUNTS = """
from django.db.models import Sum
from ads.models import Click, ViewDay
shown = ViewDay.objects.filter(ad={ad})
sums = shown.aggregate(served=Sum("served", default=0), seen=Sum("seen", default=0))
clicks = Click.objects.filter(ad={ad}).order_by("pk")
answer = [sums["served"], sums["seen"], [click.reason for click in clicks]]
"""
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Mobile Safari/537.36",
}
SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 500);
})"""
SHARE = """() => {
    const height = (part) => document.querySelector(part).getBoundingClientRect().height;
    return height(".ad-slot") / height("article");
}"""


@pytest.fixture(scope="module")
def story(live_paper):
    return live_paper.ask(SEED)


def counts_of(live_paper, ad, until):
    """What is counted of the ad, as soon as it is so: it is written every five seconds."""
    deadline = time.monotonic() + 15
    while not until(counts := live_paper.ask(COUNTS.format(ad=ad))) and time.monotonic() < deadline:
        time.sleep(0.5)
    return counts


def test_an_ad_moves_nothing_is_seen_and_is_charged_when_clicked(new_page, live_paper, story):
    address, ad = story
    page = new_page(leads_to=["tea.example"], **PHONE)
    page.context.route("https://tea.example/**", lambda route: route.fulfill(body="Tea"))
    page.goto(address)

    page.locator(".ad-slot").scroll_into_view_if_needed()
    link = page.frame_locator(".ad-slot iframe").locator(".paid-card-link")
    link.wait_for()
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate(SHARE) <= 0.30
    page.wait_for_timeout(1_500)
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("https://tea.example/menu?a=1&a=2&b=")

    served, seen, reasons = counts_of(live_paper, ad, lambda counts: counts[1])
    assert (served, seen, reasons) == (1, 1, [""])


def test_without_scripts_it_is_charged_too_and_a_blocked_one_leaves_no_hole(new_page, live_paper, story):
    address, ad = story
    plain = new_page(scripts=False, leads_to=["tea.example"], **PHONE)
    plain.context.route("https://tea.example/**", lambda route: route.fulfill(body="Tea"))
    plain.goto(address)
    link = plain.frame_locator(".ad-slot iframe").locator(".paid-card-link")
    link.wait_for()
    plain.wait_for_timeout(700)
    with plain.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_url("https://tea.example/menu?a=1&a=2&b=")

    blocked = new_page()
    blocked.context.route("**/ads/slot/**", lambda route: route.abort("blockedbyclient"))
    blocked.goto(address)
    blocked.mouse.wheel(0, 20_000)
    blocked.locator(".ad-slot").wait_for(state="hidden")

    reasons = counts_of(live_paper, ad, lambda counts: True)[2]
    assert reasons[-1] in ("", "double", "often")  # as the reader of the other journey, from one machine
