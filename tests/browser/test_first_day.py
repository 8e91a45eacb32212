"""The first day: an editor publishes, a reader replies, an advertiser pays for a click."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

SHOP = "shop.example.com"
# A headless Chromium says so, and its clicks are a robot's: this reader is a person.
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
# Behind the one proxy that the live paper believes: another machine than the advertiser's and the desk's.
ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
ADVERTISER = "orders@shop.example.com"
SHARED_STORY = Path(__file__).resolve().parents[3] / "shared" / "first-story.txt"
OWN_STORY = """The fish market leaves the quay after 140 years

  • The council voted 23 to 19 to close the hall in March.
  • Four hundred flats are planned on the old quay.
  • Traders get five years at today's rent in the new hall.

The harbour authority will leave the brick hall on Quay Street next spring, ending a market that has opened
before dawn on every working day since 1886.

“My grandmother sold herring at this table,” said Ola Brandt, who holds the licence for stall nine.

Signe Dahl

Covers the harbour and the people who live from it.

Leave a Reply"""
PASTE = """([element, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Story:
    """A page of an old newspaper site as text: headline, key points, text, author, bio."""

    def __init__(self, text):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n(?=\s*•)", text.strip())]
        blocks = [block for block in blocks if block and "$1/click" not in block and "Your Ad" not in block]
        assert blocks.pop() == "Leave a Reply"
        self.bio, self.author = blocks.pop(), blocks.pop()
        self.headline = blocks.pop(0)
        self.key_points = [block.lstrip("• ") for block in blocks if block.startswith("•")]
        self.paragraphs = [block for block in blocks if not block.startswith("•")]

    @property
    def html(self):
        styled = '<p class="MsoNormal" style="margin:0"><span style="font-size:11pt">{}</span></p>'
        return "".join(styled.format(text) for text in self.paragraphs) + "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def story():
    return Story(SHARED_STORY.read_text() if SHARED_STORY.exists() else OWN_STORY)


# Ads of journeys that used this paper before.
NO_AD_YET = """
from ads.models import Ad
answer = Ad.objects.filter(state="approved").update(state="paused")
"""


def test_the_first_day(story, new_page, live_paper):
    live_paper.ask(NO_AD_YET)
    desk = new_page()
    sign_in(desk, live_paper)
    write_and_publish(desk, story)
    reader = new_page(scripts=False, leads_to=[SHOP], user_agent=PERSON)
    read(reader, story)
    reply(reader)
    approve_the_reply(desk)
    see_the_reply(reader)
    submit_the_ad(reader, live_paper)
    take_payment_and_approve(desk)
    click_the_ad_twice(reader, live_paper, story)
    look_into_the_books(reader, live_paper)


def sign_in(desk, live_paper):
    desk.goto("/admin/")
    desk.get_by_label("E-mail").or_(desk.get_by_label("Email")).first.fill(live_paper.admin_email)
    desk.get_by_label("Password").first.fill(live_paper.admin_password)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{live_paper.url}/admin/")


def write_and_publish(desk, story):
    desk.goto("/admin/articles/section/add/")
    desk.get_by_label("Name").fill("World")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.goto("/admin/articles/author/add/")
    desk.get_by_label("Name").fill(story.author)
    desk.get_by_label("Bio").fill(story.bio)
    desk.get_by_role("button", name="Save", exact=True).click()

    desk.goto("/admin/")
    desk.get_by_role("link", name="New story").first.click()
    desk.get_by_label("Headline").fill(story.headline)
    for number, point in enumerate(story.key_points):
        desk.get_by_role("button", name="Add key point").click()
        desk.locator("[data-rows=key_points] [data-list] textarea").nth(number).fill(point)
    editor = desk.locator("[contenteditable=true]")
    editor.click()
    desk.evaluate(PASTE, [editor.element_handle(), story.html])
    expect(editor.locator("p")).to_have_count(len(story.paragraphs))
    desk.get_by_label("Section").select_option(label="World")
    if not desk.locator("[data-rows=bylines] [data-list] select").count():
        desk.get_by_role("button", name="Add byline").click()
    desk.locator("[data-rows=bylines] [data-list] select").first.select_option(label=story.author)
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("link", name="See it as readers do")).to_be_visible()


def read(reader, story):
    response = reader.goto("/")
    assert "set-cookie" not in response.headers
    reader.get_by_role("link", name=story.headline).first.click()
    reader.wait_for_url(re.compile(r"/\d{4}/\d\d/\d\d/[a-z0-9-]+/$"))
    expect(reader.get_by_role("heading", level=1)).to_have_text(story.headline)
    for text in (*story.key_points, *story.paragraphs, story.bio):
        expect(reader.get_by_text(text).first).to_be_visible()
    assert reader.get_by_role("listitem").filter(has_text=story.key_points[0]).count() == 1
    expect(reader.get_by_role("link", name=story.author).first).to_have_attribute(
        "href", re.compile("^/author/")
    )
    invitation = reader.frame_locator("iframe[title^=Advertisement]").get_by_role("link")
    expect(invitation).to_have_text("Only $1/click — Submit your ad here")
    expect(reader.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    assert reader.context.cookies() == []


def reply(reader):
    article = reader.url
    reader.get_by_label("Your reply").fill("I stood at that table myself.\n\nIt was <b>cold</b>.")
    reader.get_by_label("Your name").fill("Ola Brandt")
    reader.get_by_label("Your e-mail").fill("ola@example.org")
    reader.get_by_role("button", name="Post").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("held")
    expect(reader.get_by_role("paragraph").filter(has_text="It was <b>cold</b>.")).to_be_visible()
    assert reader.context.cookies() == []
    reader.goto(article)
    assert reader.get_by_text("I stood at that table myself.").count() == 0


def approve_the_reply(desk):
    desk.goto("/admin/")
    desk.get_by_role("link", name="Comments held").or_(
        desk.get_by_role("link", name="Comments")
    ).first.click()
    row = desk.locator("#result_list tr", has_text="I stood at that table myself.")
    row.get_by_role("button", name="Approve").click()
    expect(row).to_contain_text("Published")


def see_the_reply(reader):
    reader.reload()
    comment = reader.get_by_role("article").filter(has_text="I stood at that table myself.").last
    expect(comment).to_contain_text("Ola Brandt")
    expect(comment).to_contain_text("It was <b>cold</b>.")
    assert reader.get_by_text("ola@example.org").count() == 0


def submit_the_ad(reader, live_paper):
    article = reader.url
    reader.frame_locator("iframe[title^=Advertisement]").get_by_role("link").click()
    reader.wait_for_url("**/advertise/")
    reader.get_by_role("link", name="Submit your ad").first.click()
    words = {
        "Headline": "Rye bread by post",
        "Text": "Baked at four, in your letter box by noon.",
        "The picture in words": "A loaf of rye bread on a board",
        "Landing address": f"https://{SHOP}/bread?from=paper",
        "Budget in dollars": "25",
        "Who pays for this ad": "Quay Bakery",
        "E-mail address": ADVERTISER,
    }
    for label, text in words.items():
        reader.get_by_label(label, exact=True).fill(text)
    reader.get_by_label("Picture", exact=True).set_input_files(
        {"name": "loaf.png", "mimeType": "image/png", "buffer": picture()}
    )
    reader.get_by_label("The ad keeps to the rules for ads").check()
    reader.get_by_role("button", name="Send the ad").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Now look at your mail")

    mail = live_paper.wait_for_mail(ADVERTISER).get_content()
    reader.goto(re.search(r"http\S+/confirm/\S+", mail)[0])
    reader.get_by_role("button", name="Yes, hand it to the editors").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your ads")
    live_paper.status_page = reader.url
    reader.context.clear_cookies()
    reader.goto(article)


def picture():
    content = io.BytesIO()
    Image.new("RGB", (600, 400), (176, 118, 62)).save(content, "PNG")
    return content.getvalue()


def take_payment_and_approve(desk):
    desk.goto("/admin/ads/advertiser/")
    desk.locator("#result_list").get_by_role("link", name=re.compile("Quay Bakery|orders@")).first.click()
    desk.get_by_role("link", name="Record a payment").click()
    desk.get_by_label("Amount in dollars").fill("20")
    desk.get_by_label("Reference").fill("Bank statement 7, line 3")
    desk.get_by_role("button").filter(has_text=re.compile("[Rr]ecord")).click()
    desk.goto("/admin/")
    desk.get_by_role("link", name="Rye bread by post").click()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved").first).to_be_visible()


def click_the_ad_twice(reader, live_paper, story):
    reader.context.route(
        f"https://{SHOP}/**",
        lambda route: route.fulfill(body="<h1>Fresh rye bread</h1>", content_type="text/html"),
    )
    reader.context.set_extra_http_headers(ELSEWHERE)
    reader.wait_for_timeout(1200)  # the snapshot of live ads is at most a second old
    reader.reload()
    ad = reader.frame_locator("iframe[title^=Advertisement]").get_by_role("link", name="Rye bread by post")
    expect(ad).to_be_visible()
    reader.wait_for_timeout(700)  # sooner than half a second no person clicks
    for _ in range(2):
        with reader.expect_popup() as opened:
            ad.click()
        landing = opened.value
        expect(landing.get_by_role("heading")).to_have_text("Fresh rye bread")
        assert landing.url == f"https://{SHOP}/bread?from=paper"
        landing.close()


def look_into_the_books(reader, live_paper):
    books = live_paper.ask(
        "from ads.models import *\n"
        "account = Account.objects.get(advertiser__email='orders@shop.example.com')\n"
        "click = Transaction.objects.get(kind='click', entries__account=account)\n"
        "answer = {'balance': account.balance_cents,"
        " 'entries': sorted((e.cents, e.account_id == account.pk) for e in click.entries.all()),"
        " 'charged': Click.objects.filter(reason='', ad__advertiser=account.advertiser_id).count()}"
    )
    assert books == {"balance": 1900, "entries": [[-100, True], [100, False]], "charged": 1}
    live_paper.manage("audit_ledger")  # raises when the books do not balance
    reader.goto(live_paper.status_page)
    expect(reader.get_by_text("$19.00").first).to_be_visible()
    expect(reader.get_by_role("row").filter(has_text="Charged").last).to_contain_text("$1.00")
