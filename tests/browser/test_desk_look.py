"""Every page of the desk on a phone: it fits, has one headline, names its controls and breaks no rule.

Addresses come from the URL resolver, so that a page that is added is walked as well. Those on which an
editor spends the day are looked at by axe too, wide and light, and narrow and dark.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

SEED = """
from ads.services import pause_ad
from articles import services as stories
from articles.models import Article
from django.contrib import admin
from django.contrib.auth.models import Group
from newsroom.models import User
from tests.factories_ads import a_live_ad
from tests.factories_articles import make_article, make_author, make_live, make_tag
from tests.factories_comments import a_held_comment
from tests.newsroom.test_roles_walk import addresses

chief = User.objects.earliest("pk")
long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
live = make_live(headline=long, bylines=[make_author(name=long[:60])], tags=[make_tag(name=long[:40])])
live.headline = "Another headline for the next edition"
live.save()
stories.keep(live, by=chief, note=long)
stories.place_story(live, by=chief, place="lead")
stories.report_error(live.pk, quote=long, claim=long)
stories.add_note(live, by=chief, text=long)
make_article(headline="In the trash")
a_held_comment(live, text=long)
pause_ad(a_live_ad(), by=chief)  # the other journeys meet an empty slot
rows = {Group: Group.objects.first(), Article: live}
for model in admin.site._registry:
    rows.setdefault(model, model._default_manager.order_by("pk").first())
keys = {f"{m._meta.app_label}/{m._meta.model_name}/": row.pk for m, row in rows.items() if row}
answer = {"live": live.pk, "all": [one for name, one in addresses(keys, live) if name != "logout"]}
"""

# What is wrong with the page that is open, in words.
LOOK = """() => {
    const wrong = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) wrong.push(`is ${wide} pixels wide`);
    const headlines = document.querySelectorAll("h1").length;
    if (headlines !== 1) wrong.push(`has ${headlines} h1`);
    if (!document.title.trim()) wrong.push("has no title");
    for (const box of document.querySelectorAll("input:not([type=hidden]), select, textarea, button")) {
        const says = [box.ariaLabel, box.title, box.textContent, box.type === "submit" && box.value];
        const isNamed = box.labels?.length || box.hasAttribute("aria-labelledby");
        const needsNone = box.closest("[hidden], template") || !box.checkVisibility();
        const own = box.matches("select, textarea") ? says.slice(0, 2) : says;
        if (!needsNone && !isNamed && !own.some((text) => text && text.trim()))
            wrong.push(`leaves ${box.outerHTML.slice(0, 90)} without a name`);
    }
    return wrong;
}"""
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
STORIES = "/admin/articles/article/"
# axe would fetch sheets that sheets import from the address of the page, where they are not.
ONLY_WHAT_IS_DRAWN = {"resultTypes": ["violations"], "preload": False}


@pytest.fixture(scope="module")
def made(live_paper):
    return live_paper.ask(SEED)


@pytest.fixture
def walk(desk, made):
    """Open every page that answers; {address: what is wrong}."""
    page, found = desk(viewport=PHONE), {}
    for address in made["all"]:
        answer = page.request.get(address, max_redirects=0)
        if answer.status == 200 and b"<html" in answer.body():
            page.goto(address)
            found[address] = page.evaluate(LOOK)
    return found


def test_every_page_of_the_desk_fits_a_phone_and_names_what_is_on_it(walk):
    """Errors in the console, violations of the CSP among them, are judged where pages are opened."""
    assert {address: wrong for address, wrong in walk.items() if wrong} == {}
    assert len(walk) > 60
    assert {"/admin/", "/admin/articles/article/", "/admin/articles/article/add/"} <= set(walk)


@pytest.mark.parametrize(("viewport", "color_scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_where_editors_spend_the_day(viewport, color_scheme, desk, made):
    """The policy is off here: axe writes styles of its own, which it would refuse."""
    page = desk(viewport=viewport, color_scheme=color_scheme, bypass_csp=True)
    story, found = f"{STORIES}{made['live']}/", {}
    for address in (
        *("/admin/", STORIES, f"{STORIES}add/", "/admin/articles/photo/", "/admin/articles/frontslot/"),
        *(f"{story}{tail}" for tail in ("change/", "history/", "diff/1/2/", "share/", "notes/")),
    ):
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")
        broken = Axe().run(page, options=ONLY_WHAT_IS_DRAWN).response["violations"]
        found[address] = [(rule["id"], rule["nodes"][0]["html"]) for rule in broken]

    assert {address: rules for address, rules in found.items() if rules} == {}


def test_the_list_fits_every_screen_whatever_words_it_holds(desk, made):
    page, wide = desk(), {}
    page.goto(STORIES)
    for width in (320, 390, 767, 768, 820, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")

    assert wide == {width: width for width in wide}
