"""What readers do beside writing, with scripts off: orders, folding, likes, reports, mail about answers."""

import re

from playwright.sync_api import expect

SEED = """
import secrets
EMAIL = f"{secrets.token_hex(4)}@example.org"
from comments import services
from tests.factories_articles import make_author, make_section
from tests.factories_comments import a_comment, a_public_article
place = {"section": make_section(name=EMAIL[:8], slug=EMAIL[:8]), "bylines": [make_author(slug=EMAIL[:8])]}
story = a_public_article(headline="Who pays for the ferry", key_points=["Nobody pays"], **place)
first = a_comment(story, name="Eva Lind", email=EMAIL, text="Who pays?")
for number in range(21):
    a_comment(story, name=f"Reader {number}", text=f"Reply {number}.", parent=first if number == 3 else None)
services.change_policy(story.pk, by=None, mode="open", reports_that_hold=1)
follow = services.follow_comment(first, is_proved=False)
answer = [story.releases.get().get_absolute_url(), first.pk, EMAIL]
"""

APPROVE = """
from comments import services
from comments.models import Comment
answer = [services.approve_comment(comment, by=None) for comment in Comment.objects.held()]
"""


def test_a_reader_likes_folds_and_reads_in_another_order_without_a_script(plain_page, live_paper):
    page = plain_page
    address, first, _ = live_paper.ask(SEED)
    page.goto(address)
    eva = page.locator(f"#comment-{first}")

    eva.get_by_role("button", name="Like").click()
    expect(page).to_have_url(re.compile(rf"#comment-{first}$"))
    expect(eva).to_be_focused()
    expect(eva.get_by_role("button", name="Like 1")).to_be_visible()
    eva.get_by_role("button", name="Like 1").click()
    expect(page.get_by_role("status")).to_have_text("Your like is counted.")
    page.get_by_role("button", name="Take it back").click()
    expect(eva.get_by_role("button", name="Like", exact=True)).to_be_visible()

    page.locator("summary").first.click()
    expect(page.get_by_text("Reply 3.")).to_be_hidden()
    page.get_by_role("link", name="Newest").click()
    expect(page.locator("article.comment").first).to_contain_text("Reply 20.")
    page.get_by_role("link", name="More comments").click()
    expect(page.get_by_text("Who pays?")).to_be_visible()


def test_a_reader_writes_about_a_key_point_reports_and_follows_without_a_script(plain_page, live_paper):
    page = plain_page
    address, _, email = live_paper.ask(SEED)
    page.goto(address)
    page.get_by_role("link", name="Comment on this point").click()
    page.get_by_label("Your reply").fill("The port pays.")
    page.get_by_label("Your name").fill("Ola")
    page.get_by_label("Your e-mail").fill("ola@example.org")
    page.get_by_role("button", name="Post").click()
    live_paper.ask(APPROVE)  # it came faster than people write
    page.goto(address)
    page.get_by_role("link", name="1 comment on this point").click()
    expect(page.get_by_role("article")).to_contain_text("The port pays.")

    page.get_by_role("link", name="Report").click()
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    page.get_by_role("link", name="Back to the discussion").click()
    expect(page.get_by_text("The port pays.")).to_be_hidden()

    mail = live_paper.wait_for_mail(email).get_content()
    page.goto(re.search(r"/comments/mail/\S+", mail)[0])
    page.get_by_role("button", name="Yes, mail me").click()
    expect(page.get_by_role("status")).to_contain_text("mailed to you at once")
    page.get_by_role("button", name="No mail about this reply").click()
    expect(page.get_by_role("status")).to_contain_text("no more mail")
