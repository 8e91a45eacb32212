"""Hints, sources, related stories and the words for search: in a real browser, and without scripts."""

from articles.hints import hint_on, unsupported_words
from tests.browser.story_hands import text_of
from tests.factories_desk import ADD

TEXT = "The mayor, Ana Reis, paid 1,200 pounds to O'Neill in Saint-Malo."
POINTS = [
    "Ana Reis paid 1200",
    "Boris Reis paid 1,300 in Malo. Nothing else",
    "Mayor pays O\N{RIGHT SINGLE QUOTATION MARK}Neill's men. Rome waits",
    "They said “Wait” near Saint-Denis, 4.5% up",
]


def add(page, rows):
    page.click(f"[data-rows={rows}] [data-add]")


def last(page, selector):
    return page.locator(f"{selector}:visible").last


def shared(page, part):
    return page.locator(f"[data-share-{part}]").all_inner_texts()


def test_hints_come_and_go_while_one_writes_and_are_those_of_the_desk(desk):
    page = desk()
    page.goto(ADD)
    for point in POINTS:
        add(page, "key_points")
        page.keyboard.type(point)
    assert page.locator("[data-hint]:visible").count() == 0  # there is no text yet

    text_of(page).click()
    page.keyboard.type(TEXT)
    page.locator("[data-hint]:visible").first.wait_for()

    rows = page.locator("[data-rows=key_points] [data-row]:visible").all()
    told = [" ".join(row.locator("[data-hint]:visible").all_inner_texts()) for row in rows]
    assert told == [hint_on(unsupported_words(point, f"<p>{TEXT}</p>")) for point in POINTS]
    assert told == ["", "Not in the text: Boris, 1,300.", "", "Not in the text: Wait, Saint-Denis, 4.5."]
    rows[1].locator("textarea").fill("Ana Reis paid")
    rows[1].locator("[data-hint]").wait_for(state="hidden")


def test_sources_and_a_related_story_are_picked_as_one_types(desk):
    page = desk()
    page.goto(ADD)
    page.fill("[name=headline]", "Tides turn early")
    page.click("[data-save]")
    page.wait_for_url("**/change/")

    page.goto(ADD)
    page.fill("[name=headline]", "Ferries wait")
    add(page, "sources")
    page.keyboard.press("Tab")
    page.keyboard.type("Harbour log")
    last(page, "[data-rows=sources] [name$=url]").fill("https://example.org/log")
    add(page, "related_picks")
    page.locator("#stories_to_pick").evaluate("(list) => list.replaceChildren()")
    page.keyboard.type("tides tu")
    offered = page.locator("#stories_to_pick option[value^='Tides turn early (']")
    offered.wait_for(state="attached")
    line = offered.first.get_attribute("value")
    last(page, "[data-pick]").fill(line)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")

    assert last(page, "[data-pick]").input_value() == line
    assert last(page, "[data-rows=sources] textarea").input_value() == "Harbour log"
    assert last(page, "[data-rows=sources] [name$=url]").input_value() == "https://example.org/log"


def test_the_search_result_is_drawn_while_its_words_are_typed(desk):
    page = desk()
    page.goto(ADD)
    page.click("text=Search and sharing")
    assert shared(page, "title") == ["No headline yet"] * 2

    page.fill("[name=headline]", "Long headline")
    text_of(page).click()
    page.keyboard.type("It rained.")
    page.locator("[data-share-description]", has_text="It rained.").first.wait_for()
    assert (shared(page, "title"), shared(page, "description")) == (["Long headline"] * 2, ["It rained."] * 2)

    page.fill("[name=seo_title]", "Rain")
    page.fill("[name=standfirst]", "All day")
    assert (shared(page, "title"), shared(page, "description")) == (["Rain"] * 2, ["All day"] * 2)


def test_the_lists_work_without_scripts(desk):
    page = desk(scripts=False)
    page.goto(ADD)
    page.fill("[name=headline]", "Unscripted neighbour")
    page.press("[name=kicker]", "Enter")
    page.wait_for_url("**/change/")
    page.goto(ADD)
    page.fill("[name=headline]", "Unscripted lists")
    page.fill("[name=sources-0-title]", "A clerk")
    page.fill("[name=related_picks-0-other]", "unscripted NEIGHBOUR")
    page.press("[name=kicker]", "Enter")
    page.wait_for_url("**/change/")

    assert page.locator("[name=sources-0-title]").input_value() == "A clerk"
    assert page.locator("[name=related_picks-0-other]").input_value().startswith("Unscripted neighbour (")
    assert page.locator("[data-share-title]").first.text_content() == "Unscripted lists"
