"""Every page of the paper in a real browser: it fits a small phone, reads in order and is light.

Addresses come from the URL resolver, so that a page that is added is walked as well.
"""

import gzip
import urllib.request

import pytest

from tests.browser.test_ad_pages_look import faults_of
from tests.browser.test_desk_look import DESKTOP, PHONE

SEED = """
from articles import services as stories
from articles.models import Address
from tests.factories_ads import a_live_ad
from tests.factories_articles import make_author, make_live, make_section, make_series, make_tag
from tests.factories_comments import a_comment
from tests.public_addresses import public_addresses

long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
table = "<table><tr>" + f"<td>{long}</td>" * 4 + "</tr></table>"
body = "<h2>Part</h2>" + "<p>A long line of news.</p>" * 20 + table
section = make_section(slug="look", name=f"Look{long[:36]}")
make_section(slug="look-below", name="Below", parent=section)
author = make_author(slug="look", name=long[:60], bio=long)
fields = {"section": section, "bylines": [author], "tags": [make_tag(slug="look", name=f"Look{long[:36]}")]}
for number in range(3):
    make_live(headline=f"Another story {number}", **fields)
make_live(headline="Paid for", slug="paid-for", type="sponsored", **fields)
story = make_live(
    headline=long, standfirst=long, body=body, key_points=[long], series=make_series(slug="look"), **fields
)
stories.correct(story, by=None, kind="correction", text=long, checked=False)
first = a_comment(story, text=long, name=long[:40])
for number in range(19):
    a_comment(story, text=f"Reply {number}, as long as most of them are, about what the town should do next.",
              name=f"Reader {number}", **({"parent": first} if number < 5 else {}))
a_live_ad()
address = Address.objects.get(article=story)
known = {
    "slug": ["look", address.slug, "paid-for"], "year": [address.day.year], "month": [address.day.month],
    "day": [address.day.day], "article_id": [story.pk], "subject": ["ethics"],
}
answer = sorted(public_addresses(known, [first.pk], ["look"]))
"""

# What is wrong with the page that is open, in words.
LOOK = """() => {
    const wrong = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) wrong.push(`is ${wide} pixels wide of ${innerWidth}`);
    if (document.querySelectorAll("h1").length !== 1) wrong.push("has not one h1");
    if (document.querySelectorAll("main").length !== 1) wrong.push("has not one main");
    if (document.querySelector("a").getAttribute("href") !== "#main") wrong.push("has no skip link first");
    if (!document.title.trim() || !document.documentElement.lang) wrong.push("has no title or language");
    const [top, text] = ["h1", ".article-body"].map((part) => document.querySelector(part))
        .map((part) => part?.getBoundingClientRect());
    if (text && top.bottom > text.top) wrong.push("has its headline below its text");
    let above = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        const level = Number(heading.tagName[1]);
        if (level > above + 1) wrong.push(`skips to ${heading.outerHTML.slice(0, 60)}`);
        above = level;
    }
    const names = [...document.querySelectorAll("nav")].map((nav) => nav.ariaLabel);
    if (names.includes(null) || new Set(names).size < names.length) wrong.push("has an unnamed nav");
    if (document.querySelector("img:not([alt])")) wrong.push("has a picture without alt");
    return wrong;
}"""
LOOKS = [
    ("wide", 1440, "0"),
    ("small phone", 320, "0"),
    ("right to left", 390, "document.documentElement.dir = 'rtl'"),
    ("letters twice as large", 640, "document.documentElement.style.fontSize = '200%'"),
]
FOCUS = """() => {
    const seen = document.activeElement;
    if (seen.matches("iframe, body")) return ["inside the frame, or past the end", true];
    const after = getComputedStyle(seen, "::after");
    const outlined = [getComputedStyle(seen), after].some((style) => style.outlineStyle !== "none");
    return [seen.outerHTML.slice(0, 120), outlined];
}"""
SHIFTS = """() => new Promise((done) => new PerformanceObserver((list) => done(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 800))"""


@pytest.fixture(scope="module")
def paper(live_paper):
    """The address of a full story, and every public address that answers with a page."""
    found = live_paper.ask(SEED)
    pages = [address for address in found if _answers_with_a_page(live_paper.url + address)]
    story = next(page for page in pages if "/donau" in page)
    return story, pages


def _answers_with_a_page(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own
            return answer.headers["Content-Type"].startswith("text/html") and "/ads/" not in address
    except urllib.error.HTTPError:
        return False


def test_every_page_fits_and_reads_in_order_in_every_look(new_page, paper):
    page = new_page(leads_to=["tea.example"])
    wrong = {}

    for address in ["/nothing-here/", *paper[1]]:
        page.goto(address, wait_until="domcontentloaded")
        for look, width, change in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(change)
            if found := page.evaluate(LOOK):
                wrong[f"{address}, {look}"] = found

    assert len(paper[1]) > 15
    assert wrong == {}


@pytest.mark.parametrize(("viewport", "color_scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_any_page(viewport, color_scheme, new_page, paper):
    """The policy is off here: axe writes styles of its own, which it would refuse."""
    page = new_page(viewport=viewport, color_scheme=color_scheme, bypass_csp=True, leads_to=["tea.example"])

    found = faults_of(page, {address: address for address in paper[1]})

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_whoever_walks_with_the_keys_sees_where_they_are(page, paper):
    for address in ("/", paper[0], "/search/"):
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        for _ in range(25):
            element, is_outlined = page.evaluate(FOCUS)
            assert is_outlined, (address, element)
            page.keyboard.press("Tab")


def test_the_skip_link_leads_past_the_masthead(page, paper):
    page.goto(paper[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_first_visit_to_a_story_with_twenty_comments_is_light(new_page, paper, live_paper):
    page = new_page(viewport={"width": 412, "height": 823}, leads_to=["tea.example"])
    asked = []
    page.on("requestfinished", lambda request: asked.append((request.resource_type, request.url, request)))

    page.goto(paper[0])
    page.evaluate("document.querySelector('iframe').scrollIntoView()")
    page.wait_for_load_state("networkidle")

    transferred = [entry for entry in asked if "/media/" not in entry[1] and _weight(entry[2])]
    weights = [(kind, _weight(request)) for kind, _, request in transferred]  # what was kept weighs nothing
    assert len(weights) <= 12, [url for _, url, _ in transferred]
    assert sum(weight for _, weight in weights) <= 130_000
    assert sum(weight for kind, weight in weights if kind == "font") <= 90_000
    scripts = sorted(url.rsplit("/", 1)[1].split(".")[0] for kind, url, _ in transferred if kind == "script")
    assert scripts == ["count", "seen"]  # how much a reply holds yet; that the ad was seen
    assert sum(weight for kind, weight in weights if kind == "script") <= 10_000


def _weight(request):
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_a_page_asks_only_for_the_letters_that_it_has(new_page, paper):
    page = new_page(leads_to=["tea.example"])
    fonts = []
    page.on("requestfinished", lambda request: request.resource_type == "font" and fonts.append(request.url))

    page.goto("/nothing-here/")
    page.wait_for_load_state("networkidle")
    english = list(fonts)
    page.goto(paper[0])  # with an "ä"
    page.wait_for_load_state("networkidle")

    assert len(english) == 2
    assert [url for url in english if "-more" in url] == []
    assert [url for url in fonts if "serif-more" in url] != []


def test_scripts_for_comfort_weigh_little(page, paper):
    scripts = []
    page.on("requestfinished", lambda request: request.resource_type == "script" and scripts.append(request))

    for address in ("/", "/search/", "/section/look/"):
        page.goto(address)
    page.wait_for_load_state("networkidle")

    assert sum(request.sizes()["responseBodySize"] for request in scripts) <= 10_000


def test_the_words_of_a_story_with_twenty_comments_weigh_little(paper, live_paper):
    with urllib.request.urlopen(live_paper.url + paper[0], timeout=20) as answer:  # noqa: S310 - our own
        html = answer.read()

    assert html.count(b'<article class="comment') == 20
    assert len(gzip.compress(html)) <= 20_000


@pytest.mark.parametrize("width", [412, 1440])
def test_nothing_moves_while_a_page_arrives(width, new_page, paper):
    page = new_page(viewport={"width": width, "height": 823}, leads_to=["tea.example"])

    for address in ("/", paper[0], "/section/look/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFTS) < 0.01, address


def test_without_motion_and_with_forced_colours_nothing_is_lost(new_page, paper):
    page = new_page(reduced_motion="reduce", forced_colors="active")

    page.goto(paper[0])

    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(LOOK) == []


def test_on_paper_a_story_stands_without_furniture(page, paper):
    page.goto(paper[0])
    page.emulate_media(media="print")

    furniture = page.locator("nav, form, iframe, .comments, .point-talk, .share-ways")
    assert furniture.evaluate_all("all => all.filter((one) => one.checkVisibility()).length") == 0
    top, bottom = (
        page.evaluate(f"document.querySelector('{part}').getBoundingClientRect().{edge}")
        for part, edge in ((".kicker", "top"), (".masthead", "bottom"))
    )
    assert top - bottom > 10


def test_a_date_stays_in_one_piece_among_words_that_run_the_other_way(page, paper):
    page.goto("/series/look/")
    page.evaluate("""() => {
        document.documentElement.dir = 'rtl';
        document.querySelector('#whats-new-title time').textContent = '30 نوفمبر 2026, 04:50';
    }""")

    words, date = page.evaluate("""() => {
        const title = document.querySelector('#whats-new-title');
        const words = document.createRange();
        words.selectNodeContents(title.firstChild);
        return [words, title.querySelector('time')].map((part) => part.getBoundingClientRect());
    }""")
    assert date["right"] <= words["left"]
