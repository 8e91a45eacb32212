"""Its writer sees how much room a reply has left, counted as the server counts; without scripts nothing."""

import pytest
from playwright.sync_api import expect

from comments.forms import LONGEST_TEXT, ReplyForm

MAKE = """
import secrets
from tests.factories_articles import make_section
from tests.factories_comments import a_public_article
story = a_public_article(section=make_section(slug=secrets.token_hex(4)), slug=secrets.token_hex(4))
answer = [story.pk, story.releases.get().get_absolute_url()]
"""
FULL = "a" * LONGEST_TEXT
TYPED = {
    "plain words": "Two words",
    "two code units": "👍🏽 𝄞",
    "decomposed": "Cafe\u0301 A\u030a",
    "line ends": "One\r\n\r\ntwo\rthree\n",
    "spaces around": " \n\u00a0 inside \u3000\n ",
    "unseen": "a\u202e\u200bb\ufeff\u00ad\ue000",
    "joiners": "👩\u200d👩\u200d👧 \u0645\u06cc\u200c\u062e",
    "empty": "",
    "one too many": FULL + "a",
    "just fits": FULL,
}


def counted(typed):
    """What the form of the server would take, in characters."""
    return len(ReplyForm.base_fields["text"].to_python(typed))


def expected(typed):
    left = LONGEST_TEXT - counted(typed)
    return f"Characters left: {left}" if left >= 0 else f"Too long to post. Characters to take out: {-left}"


@pytest.fixture
def places(live_paper):
    pk, story = live_paper.ask(MAKE)
    return {"article": story, "reply": f"/comments/{pk}/reply/"}


@pytest.mark.parametrize("place", ["article", "reply"])
def test_what_is_left_is_counted_as_the_server_counts(page, places, place):
    page.goto(places[place])
    text, said = page.get_by_label("Your reply"), page.locator("[data-longest]")
    expect(said).to_be_hidden()

    for typed in TYPED.values():
        text.fill(typed)
        expect(said).to_have_text(expected(typed))
        expect(said).to_be_visible()

    assert counted(TYPED["two code units"]) == 4
    assert counted(TYPED["decomposed"]) == 6


def test_what_is_too_long_is_said_in_a_sentence_and_neither_cut_nor_kept_from_the_server(page, places):
    page.goto(places["article"])
    text, said = page.get_by_label("Your reply"), page.locator("[data-longest]")
    text.fill(FULL)
    expect(said).to_have_text("Characters left: 0")
    expect(said).not_to_have_class("meta field-error")

    text.press("Control+End")
    page.keyboard.type("bcd")

    expect(said).to_have_text("Too long to post. Characters to take out: 3")
    expect(said).to_have_class("meta field-error")
    assert text.input_value() == FULL + "bcd"
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_label("Your reply")).to_have_value(FULL + "bcd")
    expect(page.locator("#reply_text_error")).to_have_text("Use at most 5000 characters; this has 5003.")


def test_only_near_the_end_is_it_read_out_and_only_after_a_pause(page, places):
    page.clock.install()
    page.goto(places["reply"])
    text, told = page.get_by_label("Your reply"), page.locator("[data-longest] + [role=status]")

    text.fill("a" * (LONGEST_TEXT - 200))
    page.clock.run_for(1500)
    expect(told).to_have_text("")
    text.fill("a" * (LONGEST_TEXT - 199))
    page.clock.run_for(900)
    text.fill("a" * (LONGEST_TEXT - 198))
    page.clock.run_for(900)
    expect(told).to_have_text("")
    page.clock.run_for(200)
    expect(told).to_have_text("Characters left: 198")
    text.fill("Short again.")
    page.clock.run_for(1500)
    expect(told).to_have_text("")
    expect(page.locator("[data-longest]")).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("place", ["article", "reply"])
def test_without_scripts_nothing_is_counted(plain_page, places, place):
    plain_page.goto(places[place])

    plain_page.get_by_label("Your reply").fill(FULL)

    expect(plain_page.locator("[data-longest]")).to_be_hidden()
    expect(plain_page.locator("[data-longest] + [role=status]")).to_have_text("")
