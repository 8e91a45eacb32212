"""A guest replies, is asked again, edits and deletes, without scripts and without an account."""

import re

import pytest
from playwright.sync_api import expect

MAKE = """
from articles import services
from articles.models import Article, Section
from comments.services import change_policy
section = Section.objects.create(name="Replies", slug="replies")
story = Article.objects.create(headline="The ferry runs", slug="ferry", section=section, body="<p>Words.</p>")
services.publish(story, by=None, checked=False)
change_policy(story.pk, by=None, mode="open")
answer = story.releases.get().get_absolute_url()
"""


@pytest.fixture(scope="module")
def story(live_paper):
    return live_paper.ask(MAKE)


def test_a_guest_previews_posts_edits_follows_and_deletes_without_scripts(plain_page, live_paper, story):
    page = plain_page
    page.goto(story)
    page.get_by_label("Your reply").fill("I stood on the quay.\n\nIt was <b>cold</b>.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("Say who writes")
    page.get_by_label("Your name").fill("Ola Brandt")
    page.get_by_label("Your e-mail").fill("ola.brandt@example.org")
    page.get_by_label("Mail me the private address of my reply").check()

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="This is how it will look")).to_be_visible()
    page.wait_for_timeout(2100)  # a page for one person knows how quickly it was posted
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply is published")
    receipt = page.url

    page.get_by_text("Edit, until").click()
    page.get_by_label("Your reply").fill("I stood on the old quay.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Your new words are stored.")
    page.get_by_role("link", name="Read it under the article").click()
    expect(page.locator("article.comment:target")).to_contain_text("I stood on the old quay.")

    mail = live_paper.wait_for_mail("ola.brandt@example.org")
    page.goto(re.search(r"http\S+/comments/receipt/\S+", mail.get_content())[0])
    page.get_by_role("button", name="This is my address").click()
    expect(page.get_by_role("status")).to_contain_text("the address is yours")

    page.goto(receipt)
    page.get_by_text("Your data: take it along").click()
    page.get_by_role("button", name="Delete my reply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply is deleted")
    page.goto(story)
    expect(page.get_by_text("I stood on the old quay.")).to_have_count(0)


GAPS = """pairs => pairs.map(([above, below]) => {
  const [one, other] = [above, below].map(name => document.querySelector(name).getBoundingClientRect());
  return Math.round(other.top - one.bottom);
})"""


def test_nothing_on_a_receipt_touches_its_neighbour(plain_page, new_page, live_paper, story):
    """The box of an error and its field; a press without a form, and the words around it; what was done."""
    page = plain_page
    looking = new_page(viewport={"width": 390, "height": 844})  # the other one runs no script, not even ours
    for _ in range(2):  # the second time it is a copy's address
        page.goto(story)
        page.get_by_label("Your reply").fill("Nothing should touch here.")
        page.get_by_label("Your name").fill("Ola Brandt")
        page.get_by_label("Your e-mail").fill("gaps@example.org")
        page.get_by_role("button", name="Post").click()
        looking.goto(page.url)
        if page.get_by_text("Edit, until").count():
            looking.get_by_text("Edit, until").click()
            looking.get_by_label("Your reply").fill("")
            looking.get_by_role("button", name="Save").click()
            assert looking.evaluate(GAPS, [[".comments-rights .errors", ".comments-rights .field"]])[0] >= 12
            looking.goto(f"{page.url}?done=edit")
            assert looking.evaluate(GAPS, [["[role=status]", ".comments-heading"]])[0] >= 12
    pairs = [[".comments-page > p:has(+ form)", ".comments-page > form"]]
    pairs += [[".comments-page > form", ".comments-page > form + p"]]
    assert min(looking.evaluate(GAPS, pairs)) >= 12
