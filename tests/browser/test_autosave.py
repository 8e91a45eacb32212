"""Nothing that was typed is lost: saved as it is written, offline, after a crash, and between two people."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.story_hands import text_of
from tests.factories_desk import ADD

STORED = (
    "from articles.models import Article\n"
    "found = Article.objects.filter(headline__startswith={!r})\n"
    "answer = [[article.headline, article.editions.count(), article.version] for article in found]"
)
PASSWORD = "a word that only Ben knows"
ADD_BEN = (
    "from newsroom.models import User\n"
    "answer = User.objects.filter(email='ben@example.org').exists() or "
    f"User.objects.create_superuser('ben@example.org', {PASSWORD!r}, name='Ben Stone').pk"
)
IS_SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def bens_desk(desk, live_paper):
    live_paper.ask(ADD_BEN)
    return lambda **options: desk("ben@example.org", PASSWORD, **options)


def bar(page):
    return page.locator("[data-saved]")


def headline(page):
    return page.locator("[name=headline]")


def write_new(page, text):
    """Start a story, wait until it is stored by itself, and return its address."""
    page.goto(ADD)
    headline(page).fill(text)
    expect(bar(page)).to_have_text(IS_SAVED)
    return page.url


def test_a_new_story_is_saved_by_itself_and_is_one_story(desk, live_paper):
    page = desk()
    address = write_new(page, "By itself")
    assert re.search(r"/admin/articles/article/\d+/change/$", address)

    page.click("[data-rows=key_points] [data-add]")
    page.keyboard.type("A point")
    text_of(page).click()
    page.keyboard.type("And a text.")
    expect(bar(page)).not_to_have_text(IS_SAVED)
    expect(bar(page)).to_have_text(IS_SAVED)
    page.reload()

    assert page.url == address
    assert headline(page).input_value() == "By itself"
    assert page.locator("[name=body]").input_value() == "<p>And a text.</p>"
    assert page.locator("[name=key_points-0-text]").input_value() == "A point"
    assert live_paper.ask(STORED.format("By itself")) == [["By itself", 0, 3]]
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_have_text("Draft saved.")
    assert live_paper.ask(STORED.format("By itself")) == [["By itself", 1, 3]]


def test_two_fast_saves_of_a_new_page_make_one_story(desk, live_paper):
    page = desk()
    page.goto(ADD)
    headline(page).fill("Once only")

    statuses = page.evaluate("""async () => {
        const form = document.querySelector("[data-story]");
        const post = () => {
            const body = new FormData(form);
            body.set("_autosave", "1");
            return fetch(location.pathname, { method: "POST", body });
        };
        return (await Promise.all([post(), post(), post()])).map(({ status }) => status);
    }""")
    page.evaluate(
        "const form = document.querySelector('[data-story]'); form.requestSubmit(); form.requestSubmit();"
    )
    page.wait_for_url("**/change/")

    assert statuses == [200, 200, 200]
    assert [row[0] for row in live_paper.ask(STORED.format("Once only"))] == ["Once only"]


def test_the_checklist_beside_the_form_follows_what_is_written(desk):
    page = desk()
    checklist = page.locator("#checklist")
    page.goto(ADD)
    expect(checklist).to_have_count(0)
    headline(page).fill("Checked & TK")

    expect(checklist).to_contain_text("“TK” is left here")
    page.check("#checklist [name=despite]")
    page.locator("[data-saved]").wait_for()
    headline(page).fill("Checked & mended")

    expect(checklist).not_to_contain_text("“TK” is left here")
    expect(checklist).to_contain_text("The story has no key points")
    expect(checklist).to_have_count(1)
    expect(page.locator("#checklist [name=despite]")).to_be_checked()
    page.click("[data-rows=key_points] [data-add]")
    page.keyboard.type("A point")
    expect(page.locator("#checklist [name=despite]")).to_have_count(0)


def test_a_save_that_is_pressed_during_an_autosave_waits_for_it(desk, live_paper):
    page = desk()
    page.goto(ADD)
    page.route("**/add/", lambda route: (page.wait_for_timeout(600), route.continue_()))
    headline(page).fill("In flight")
    expect(bar(page)).to_have_text("Saving…")

    page.keyboard.press("Control+s")

    expect(page.locator(".messagelist")).to_have_text("Draft saved.")
    assert [row[:2] for row in live_paper.ask(STORED.format("In flight"))] == [["In flight", 1]]


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(desk, live_paper):
    page = desk()
    write_new(page, "Before the tunnel")

    page.context.set_offline(True)
    headline(page).fill("Before the tunnel, and in it")
    expect(bar(page)).to_have_text("Not saved: no connection")
    expect(page.locator("[data-notices]")).to_contain_text("kept in this browser")
    assert live_paper.ask(STORED.format("Before the tunnel"))[0][0] == "Before the tunnel"
    page.context.set_offline(False)

    expect(bar(page)).to_have_text(IS_SAVED)
    expect(page.locator("[data-notice=trouble]")).to_have_count(0)
    assert live_paper.ask(STORED.format("Before the tunnel"))[0][0] == "Before the tunnel, and in it"


def test_what_was_typed_before_a_crash_is_offered_back(desk, live_paper):
    page = desk()
    address = write_new(page, "Before the crash")
    page.route(
        "**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    headline(page).fill("Before the crash, unsaved")
    page.click("[data-rows=key_points] [data-add]")
    page.keyboard.type("Unsaved point")
    page.wait_for_timeout(600)  # the copy is made a quarter of a second after the last key
    again = page.context.new_page()
    page.close()

    again.goto(address)
    assert headline(again).input_value() == "Before the crash"
    again.get_by_role("button", name="Restore what you had typed").click()

    expect(headline(again)).to_have_value("Before the crash, unsaved")
    assert again.locator("[name=key_points-0-text]").input_value() == "Unsaved point"
    expect(bar(again)).to_have_text(IS_SAVED)
    assert live_paper.ask(STORED.format("Before the crash"))[0][0] == "Before the crash, unsaved"
    again.keyboard.press("Control+s")
    expect(again.locator(".messagelist")).to_have_text("Draft saved.")
    again.wait_for_load_state("networkidle")
    assert again.evaluate("Object.keys(localStorage)") == []
    assert again.get_by_role("button", name="Restore what you had typed").count() == 0


def test_a_switch_that_comes_back_after_a_crash_still_waits_for_the_button(desk):
    page = desk()
    address = write_new(page, "A switch before the crash")
    page.locator("[name=comments_open]").evaluate("box => box.click()")
    page.wait_for_timeout(600)  # as above
    again = page.context.new_page()
    page.close(run_before_unload=False)

    again.goto(address)
    again.get_by_role("button", name="Restore what you had typed").click()

    expect(bar(again)).to_have_text(re.compile("; switches, new tags and times wait for Save draft$"))


def test_leaving_asks_only_when_something_is_unsaved(desk):
    page = desk()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    address = write_new(page, "Leaving")
    for opened in (address, ADD, address):
        page.goto(opened)
        page.locator("[contenteditable=true]").wait_for()
    assert asked == []
    assert page.evaluate("Object.keys(localStorage)") == []

    headline(page).fill("Leaving, unsaved")
    page.goto("/admin/")

    assert asked == ["beforeunload"]


def test_a_value_that_cannot_be_stored_is_named_and_kept(desk, live_paper):
    page = desk()
    write_new(page, "Faulty")
    page.fill("[name=slug]", "no slug!")
    headline(page).fill("Faulty, and on")

    expect(bar(page)).to_have_text("Not saved: Address")
    expect(page.locator("[data-notice=faults]")).to_contain_text("Address")
    assert page.evaluate("Object.values(localStorage).some((copy) => copy.includes('Faulty, and on'))")
    page.fill("[name=slug]", "a-slug")

    expect(bar(page)).to_have_text(IS_SAVED)
    assert live_paper.ask(STORED.format("Faulty"))[0][0] == "Faulty, and on"


def test_two_editors_collide_and_nothing_is_lost(desk, bens_desk, live_paper):
    anna, ben = desk(), bens_desk()
    address = write_new(anna, "Together")
    ben.goto(address)
    expect(ben.locator("[data-notices]")).to_contain_text("has been at this story since")

    headline(ben).fill("Together, says Ben")
    expect(bar(ben)).to_have_text(IS_SAVED)
    headline(anna).fill("Together, says Anna")
    anna.fill("[name=kicker]", "Anna's kicker")
    expect(bar(anna)).to_have_text("Not saved: there is another version")
    expect(anna.locator("[data-notice=collision]")).to_contain_text("Ben Stone saved this story at")
    anna.get_by_role("button", name="Compare the two").click()

    expect(anna.get_by_role("heading", level=1)).to_contain_text("Two versions")
    clash = anna.locator("[data-clash=headline]")
    assert clash.locator(".clash-side p").all_inner_texts() == [
        "Together",
        "Together, says Ben",
        "Together, says Anna",
    ]
    clash.locator("textarea").fill("Together, say both")
    assert clash.get_by_label("As written here").is_checked()
    anna.get_by_role("button", name="Save the story like this").click()

    expect(anna.locator(".messagelist")).to_have_text("Draft saved.")
    assert headline(anna).input_value() == "Together, say both"
    assert anna.locator("[name=kicker]").input_value() == "Anna's kicker"
    anna.wait_for_load_state("networkidle")
    assert anna.evaluate("Object.keys(localStorage)") == []
    kept = live_paper.ask(
        "from articles.models import Edition\n"
        "found = Edition.objects.filter(article__headline='Together, say both')\n"
        "answer = [edition.data['headline'] for edition in found]"
    )
    assert sorted(kept) == ["Together, say both", "Together, says Anna", "Together, says Ben"]


def test_a_take_over_is_told_and_stops_the_others_autosave(desk, bens_desk, live_paper):
    anna, ben = desk(), bens_desk()
    address = write_new(anna, "Mine, mine")
    with ben.expect_response("**/presence/"):
        ben.goto(address)
    expect(ben.locator("[data-drawn]")).to_contain_text("has been at this story since")
    with ben.expect_response("**/presence/"):
        ben.get_by_role("button", name=re.compile("^Take over")).click()

    headline(anna).fill("Mine, mine, says Anna")

    expect(bar(anna)).to_have_text("Not saved: Ben Stone took over")
    expect(anna.locator("[data-notice=taken]")).to_contain_text("Ben Stone took this story over")
    assert live_paper.ask(STORED.format("Mine, mine"))[0][0] == "Mine, mine"
    anna.get_by_role("button", name="Take over from Ben Stone").click()

    expect(bar(anna)).to_have_text(IS_SAVED)
    assert live_paper.ask(STORED.format("Mine, mine"))[0][0] == "Mine, mine, says Anna"


def test_without_scripts_two_texts_are_merged_too(desk, bens_desk):
    anna, ben = desk(), bens_desk(scripts=False)
    address = write_new(anna, "Plain")
    ben.goto(address)
    assert "has been at this story since" in ben.inner_text("[data-notices]")
    headline(anna).fill("Plain, says Anna")
    expect(bar(anna)).to_have_text(IS_SAVED)
    anna.goto("/admin/")

    ben.fill("[name=headline]", "Plain, says Ben")
    ben.press("[name=kicker]", "Enter")
    clash = ben.locator("[data-clash=headline]")
    assert clash.locator(".clash-side p").all_inner_texts() == [
        "Plain",
        "Plain, says Anna",
        "Plain, says Ben",
    ]
    clash.get_by_label("Theirs", exact=True).check()
    ben.get_by_role("button", name="Save the story like this").click()

    ben.wait_for_url("**/change/")
    assert ben.locator("[name=headline]").input_value() == "Plain, says Anna"
