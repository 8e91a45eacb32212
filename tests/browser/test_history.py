"""History, a shared draft and the preview beside the form, in a real browser."""

import re

import pytest

from tests.factories_desk import ADD


def _write(page, headline):
    page.fill("[name=headline]", headline)
    page.click("[data-save]")
    page.wait_for_selector(".messagelist:has-text('Draft saved')")


@pytest.fixture
def story(desk):
    """The form of a story of two editions."""
    page = desk(viewport={"width": 1440, "height": 900})
    page.goto(ADD)
    _write(page, "The ferry stays in port")
    page.wait_for_url("**/change/")
    page.goto(page.url)
    _write(page, "The ferry sails from port")
    return page


def test_two_editions_are_chosen_compared_and_one_restored(story):
    story.get_by_role("link", name="History", exact=True).click()
    story.click("text=Compare the two chosen")

    assert story.url.endswith("/diff/1/2/")
    assert story.inner_text(".diff-headline del") == "stays in "
    assert story.inner_text(".diff-headline ins") == "sails from "
    story.click("text=Restore")
    story.wait_for_url("**/change/")
    assert story.input_value("[name=headline]") == "The ferry stays in port"


def test_a_shared_draft_opens_without_an_account_until_it_is_revoked(story, new_page):
    story.get_by_role("link", name="Share", exact=True).click()
    story.fill("[name=for_whom]", "Ida Holm")
    story.click("text=Make the link")
    address = story.input_value("#share-address")
    guest = new_page(scripts=False)

    guest.goto(address)
    assert "For Ida Holm" in guest.inner_text(".draft-mark")
    assert guest.inner_text("h1.article-headline") == "The ferry sails from port"
    assert guest.context.cookies() == []

    story.get_by_role("button", name="Revoke the link for Ida Holm").click()
    story.wait_for_selector("text=no longer opens")
    guest.reload()
    assert guest.inner_text("h1") == "This link does not open"


def test_the_page_beside_the_form_follows_what_is_written(story):
    story.keyboard.press("Control+Enter")
    shown = story.frame_locator("[data-beside-frame]").locator("h1.article-headline")
    shown.wait_for()
    assert shown.inner_text() == "The ferry sails from port"
    before = story.evaluate("history.length")

    story.fill("[name=headline]", "The ferry sails at last")
    story.frame_locator("[data-beside-frame]").get_by_text("sails at last").wait_for()

    assert story.locator("[data-beside-frame]").evaluate("frame => frame.contentWindow.innerWidth") == 390
    story.click("[data-beside-width='1280']")
    assert story.locator("[data-beside-frame]").evaluate("frame => frame.contentWindow.innerWidth") == 1280
    assert story.evaluate("document.documentElement.scrollWidth") <= 1440
    story.fill("[name=headline]", "The ferry sails again")
    story.frame_locator("[data-beside-frame]").get_by_text("sails again").wait_for()
    assert story.evaluate("history.length") == before  # "back" still leads out of the form
    story.click("[data-beside-close]")
    assert story.locator("[data-beside]").is_hidden()


def test_on_a_narrow_screen_the_preview_opens_in_a_tab(story):
    story.set_viewport_size({"width": 820, "height": 900})

    with story.context.expect_page() as opened:
        story.click("[data-preview]")

    assert opened.value.locator("h1.article-headline").inner_text() == "The ferry sails from port"
    opened.value.close()


def test_the_page_in_the_frame_can_be_opened_in_a_tab(story):
    story.click("[data-preview]")
    story.frame_locator("[data-beside-frame]").locator("h1.article-headline").wait_for()

    with story.context.expect_page() as opened:
        story.click("[data-beside-tab]")

    assert re.search(r"/preview/$", opened.value.url)
    opened.value.close()
