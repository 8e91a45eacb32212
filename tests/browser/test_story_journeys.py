"""From the first word to the correction: what a story goes through, by the hands of those who make it."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.story_hands import (
    EDITOR,
    IS_SAVED,
    PASSWORD,
    PEOPLE_AND_STORIES,
    WRITER,
    add_row,
    bar,
    form_of,
    headline,
    read,
    said,
    write_text,
)
from tests.factories_desk import ADD

MODIFIED = re.compile(r'modified_time" content="([^"]+)"')


@pytest.fixture(scope="module")
def made(live_paper):
    """Two people, a live story, three that are picked for the front, and one of a week ago."""
    return live_paper.ask(PEOPLE_AND_STORIES)


def test_what_is_written_without_a_connection_survives_the_loss_of_its_page(desk, live_paper):
    page = desk()
    page.goto(ADD)
    headline(page).fill("Under the sea")
    add_row(page, "key_points").locator("textarea").fill("Kept before")
    expect(bar(page)).to_have_text(IS_SAVED)
    address = page.url
    page.context.set_offline(True)
    headline(page).fill("Under the sea, and deeper")
    add_row(page, "key_points").locator("textarea").fill("Typed in the dark")
    write_text(page, "Not a light anywhere.")
    expect(bar(page)).to_have_text("Not saved: no connection")
    page.wait_for_function("Object.values(localStorage).some((copy) => copy.includes('light anywhere'))")
    page.close(run_before_unload=False)

    again = page.context.browser.contexts[-1].new_page()
    again.context.set_offline(False)
    again.goto(address)
    again.get_by_role("button", name="Restore what you had typed").click()

    expect(headline(again)).to_have_value("Under the sea, and deeper")
    again.click("[data-save]")
    expect(said(again)).to_have_text("Draft saved.")
    points = [box.input_value() for box in again.locator("[data-rows=key_points] ol textarea:visible").all()]
    assert headline(again).input_value() == "Under the sea, and deeper"
    assert again.locator("[name=body]").input_value() == "<p>Not a light anywhere.</p>"
    assert points == ["Kept before", "Typed in the dark"]
    assert again.get_by_role("button", name="Restore what you had typed").count() == 0


def test_a_story_is_submitted_returned_submitted_and_goes_live_at_its_second(desk, live_paper, made):
    wim, eva = desk(WRITER, PASSWORD), desk(EDITOR, PASSWORD)
    write_to_publish(wim)
    wim.get_by_role("button", name="Submit").click()
    expect(said(wim)).to_have_text("Submitted for review.")
    address = wim.url

    letter = live_paper.wait_for_mail(EDITOR)
    assert letter["Subject"] == "For review: Boats at dawn"
    eva.goto(re.search(r"http\S+/change/", letter.get_content())[0])
    eva.fill("[name=return_note]", "Who saw the boats?")
    eva.get_by_role("button", name="Send back to draft").click()
    expect(said(eva)).to_have_text("Sent back to its writer, with your note.")
    returned = live_paper.wait_for_mail(WRITER)
    assert returned["Subject"] == "Back to you: Boats at dawn"
    assert "Who saw the boats?" in returned.get_content()

    wim.goto(address)
    expect(wim.get_by_text("Who saw the boats?").first).to_be_visible()
    headline(wim).fill("Boats at dawn, says the keeper")
    wim.get_by_role("button", name="Submit").click()
    expect(said(wim)).to_have_text("Submitted for review.")
    eva.goto(address)
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=9)
    eva.fill("[name=publish_at]", f"{at:%Y-%m-%dT%H:%M:%S}")
    eva.get_by_role("button", name="Schedule", exact=True).click()
    expect(said(eva)).to_contain_text("Scheduled: readers see it from")

    watch_it_go_live(live_paper.url, f"/{at:%Y/%m/%d}/boats-at-dawn-says-the-keeper/", at)
    eva.reload()
    expect(eva.locator(".story-bar .state")).to_contain_text("Live")
    assert live_paper.wait_for_mail(WRITER, number=2)["Subject"].startswith("Scheduled: Boats at dawn")


def write_to_publish(wim):
    """All that the checklist asks for; a writer has no button to publish it."""
    wim.goto(ADD)
    headline(wim).fill("Boats at dawn")
    add_row(wim, "key_points").locator("textarea").fill("Four boats came in")
    add_row(wim, "bylines").locator("select").first.select_option(label="Bo Dahl")
    wim.get_by_label("Section").select_option(label="Quay")
    write_text(wim, "Four boats came in at dawn.")
    assert wim.locator("[data-publish]").count() == 0


def watch_it_go_live(site, path, at):
    """Ask without a pause: not there up to the second, there from it on, and no kept copy that says else."""
    _, front, etag, _ = read(site)
    assert "Boats at dawn" not in front
    status, looks = 404, 0
    while status == 404:
        asked = time.time()
        status, page, _, lasts = read(f"{site}{path}")
        if time.time() < at.timestamp():
            assert (status, "Four boats" in page) == (404, False)
            assert asked + lasts < at.timestamp() + 1
            looks += 1
            time.sleep(0.05)
        else:
            assert status == 200 or asked < at.timestamp()
    assert looks > 0
    assert "Four boats came in at dawn." in page
    status, front, _, _ = read(site, etag=etag)
    assert (status, "Boats at dawn, says the keeper" in front) == (200, True)


def test_a_live_story_is_edited_unseen_updated_and_corrected_in_public(desk, live_paper, made, page):
    eva, url = desk(EDITOR, PASSWORD), f"{live_paper.url}{made['live_url']}"
    before = read(url)
    eva.goto(form_of(made["live"]))
    headline(eva).fill("The ferry has two captains")
    expect(bar(eva)).to_have_text(IS_SAVED)
    assert read(url)[:3] == before[:3]
    eva.click("[data-save]")
    expect(said(eva)).to_have_text("Draft saved.")
    assert read(url, etag=before[2])[:2] == (304, "")

    eva.get_by_role("button", name="Publish update").click()
    expect(eva.get_by_role("link", name="See it as readers do")).to_be_visible()
    status, updated, _, _ = read(url, etag=before[2])
    assert (status, "The ferry has two captains</h1>" in updated) == (200, True)
    assert ["Updated" in page for page in (before[1], updated)] == [False, True]
    assert MODIFIED.search(updated)[1] > MODIFIED.search(before[1])[1]

    headline(eva).fill("The ferry has three captains")
    eva.get_by_role("button", name="Correct…").click()
    eva.get_by_label("What was changed, in words").fill("There are three captains, not two.")
    eva.get_by_role("button", name="Publish the correction").click()
    expect(said(eva)).to_contain_text("Corrected. Readers see the update")

    page.goto(made["live_url"])
    expect(page.get_by_role("heading", level=1)).to_have_text("The ferry has three captains")
    expect(page.locator("#corrections")).to_contain_text("There are three captains, not two.")
    page.get_by_role("link", name="Correction", exact=True).click()
    page.goto("/corrections/")
    entry = page.locator(".correction", has_text="There are three captains, not two.")
    entry.get_by_role("link", name="The ferry has three captains").click()
    page.wait_for_url(re.compile(re.escape(made["live_url"]) + r"#correction-\d+$"))
    assert "There are three captains, not two." in read(f"{live_paper.url}/corrections/feed/")[1]


def test_a_shared_draft_is_read_without_scripts_logged_and_closed(desk, new_page):
    editor, guest = desk(), new_page(scripts=False)
    editor.goto(ADD)
    headline(editor).fill("In confidence")
    editor.click("[data-save]")
    expect(said(editor)).to_have_text("Draft saved.")
    form = editor.url
    editor.get_by_role("link", name="Share", exact=True).click()
    editor.fill("[name=for_whom]", "The harbour master")
    editor.get_by_role("button", name="Make the link").click()
    address = editor.input_value("#share-address")

    assert "For The harbour master, in confidence." in guest.goto(address).text()
    editor.goto(form)
    headline(editor).fill("In confidence, rewritten")
    expect(bar(editor)).to_have_text(IS_SAVED)
    guest.reload()
    assert guest.inner_text("h1") == "In confidence, rewritten"
    editor.get_by_role("link", name="Share", exact=True).click()
    link = editor.locator(".share-link", has_text="The harbour master")
    expect(link).to_contain_text("opened 2 times")
    expect(link.locator("details li")).to_have_count(2)
    link.get_by_role("button", name="Revoke").click()

    expect(link.locator(".share-stands")).to_contain_text("Revoked")
    assert guest.reload().status == 404
    assert "In confidence" not in guest.content()
    editor.reload()
    expect(link).to_contain_text("opened 2 times")


def test_what_two_wrote_at_once_is_picked_field_by_field(desk, made):
    anna, eva = desk(), desk(EDITOR, PASSWORD)
    anna.goto(ADD)
    headline(anna).fill("Two pens")
    add_row(anna, "key_points").locator("textarea").fill("Shared")
    expect(bar(anna)).to_have_text(IS_SAVED)
    address = anna.url
    eva.goto(address)
    headline(eva).fill("Two pens, Eva's")
    eva.fill("[name=kicker]", "Eva's kicker")
    add_row(eva, "key_points").locator("textarea").fill("Eva's point")
    expect(bar(eva)).to_have_text(IS_SAVED)
    headline(anna).fill("Two pens, Anna's")
    anna.fill("[name=kicker]", "Anna's kicker")
    add_row(anna, "key_points").locator("textarea").fill("Anna's point")
    expect(bar(anna)).to_have_text("Not saved: there is another version")

    with anna.expect_response("**/change/") as refused:
        anna.get_by_role("button", name="Compare the two").click()
    assert refused.value.status == 409
    for name, pick in (("headline", "Theirs"), ("kicker", "Yours")):
        anna.locator(f"[data-clash={name}]").get_by_label(pick, exact=True).check()
    anna.locator("[data-clash=key_points]").get_by_label("Both: theirs, then what only yours has").check()
    anna.get_by_role("button", name="Save the story like this").click()

    expect(said(anna)).to_have_text("Draft saved.")
    points = [box.input_value() for box in anna.locator("[data-rows=key_points] ol textarea:visible").all()]
    assert (headline(anna).input_value(), anna.input_value("[name=kicker]")) == (
        "Two pens, Eva's",
        "Anna's kicker",
    )
    assert points == ["Shared", "Eva's point", "Anna's point"]
    anna.get_by_role("link", name="History", exact=True).click()
    for kept in ("Two pens, Eva's", "Two pens, Anna's"):
        expect(anna.locator(".editions")).to_be_visible()
        assert kept in texts_of_all_editions(anna)


def texts_of_all_editions(page):
    """What the comparison of each two neighbours shows, together."""
    links = [link.get_attribute("href") for link in page.locator(".edition-do a").all()]
    back = page.url
    shown = " ".join(page.request.get(link).text() for link in links)
    page.goto(back)
    return re.sub(r"</?(?:del|ins)[^>]*>", "", shown).replace("&#x27;", "'")


def test_an_edition_of_last_week_comes_back_with_its_photo_and_bylines(desk, live_paper, made, page):
    eva = desk(EDITOR, PASSWORD)
    eva.goto(form_of(made["old"]))
    assert headline(eva).input_value() == "The quay as it is"
    eva.get_by_role("link", name="History", exact=True).click()
    first = eva.locator(".editions tr", has=eva.get_by_role("button", name="Restore edition 1"))
    day = datetime.fromisoformat(made["edited_at"])
    expect(first).to_contain_text(f"{day.day} {day:%b %Y}")
    first.get_by_role("button", name="Restore edition 1").click()

    eva.wait_for_url("**/change/")
    assert headline(eva).input_value() == "The quay as it was"
    rows = eva.locator("[data-rows=bylines] [data-list] [data-row]:visible")
    assert [row.locator("select").first.locator("option:checked").inner_text() for row in rows.all()] == [
        "Ida Holm",
        "Bo Dahl",
    ]
    eva.get_by_role("button", name="Publish update").click()
    expect(eva.get_by_role("link", name="See it as readers do")).to_be_visible()
    page.goto(made["old_url"])
    assert (
        page.locator(".article-photo img").evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 0
    )
    assert "Ida Holm" in page.locator(".article-byline").inner_text()
    points = page.locator(".points li").all_inner_texts()
    assert [text.partition(" Comment")[0] for text in points] == ["Built in 1890", "Of oak"]


def test_stories_are_dragged_into_their_order_on_the_front(desk, made, page):
    eva = desk(EDITOR, PASSWORD)
    eva.goto("/admin/articles/frontslot/")
    rows = eva.locator("[data-rows=picks] [data-list] [data-row]:visible")
    expect(rows).to_have_count(3)
    rows.nth(2).locator("[data-grip]").hover()
    eva.mouse.down()
    top = rows.nth(0).bounding_box()
    eva.mouse.move(top["x"] + 20, top["y"] + 2, steps=8)
    eva.mouse.up()
    rows.nth(2).locator("[data-grip]").focus()
    eva.keyboard.press("ArrowUp")
    eva.get_by_role("button", name="Save the arrangement").click()

    expect(said(eva)).to_have_text("The arrangement is saved.")
    order = ["Pick 3", "Pick 2", "Pick 1"]
    assert [row.locator("[data-pick]").input_value().split(" (")[0] for row in rows.all()] == order
    page.goto("/")
    assert page.locator(".picks-stories h3").all_inner_texts() == order
