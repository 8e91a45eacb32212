"""What people do in the journeys of an ad: its owner, an editor, a reader, a stranger."""

import re
import urllib.request
from types import SimpleNamespace

from playwright.sync_api import expect

from tests.ads.stripe_stand_in import paid, signed
from tests.browser.test_ad_money import pay_by_invoice, record_the_transfer, see_the_receipt
from tests.browser.test_first_day import PERSON, picture

SHOP, STRIPE = "shop.example.com", "checkout.stripe.com"
CHECKOUT = """
from ads.models import Checkout
checkout = Checkout.objects.get(advertiser__email={email!r}, provider="stripe")
answer = [checkout.session_id, checkout.cents]
"""


def a_reader(new_page, scripts, *, number):
    """Somebody at home, whose browser does not say that it is a robot's."""
    home = {"X-Forwarded-For": f"203.0.113.{number}"}
    page = new_page(scripts=scripts, leads_to=[SHOP], user_agent=PERSON, extra_http_headers=home)
    shop = f"https://{SHOP}/**"
    page.context.route(shop, lambda route: route.fulfill(body="<h1>Bread</h1>", content_type="text/html"))
    return page


def submit(owner, email, scripts):
    """A wrong address first: the picture is kept, and the ad is shown before it is sent."""
    try_it(owner, scripts)
    words = {
        "Headline": "Rye bread by post",
        "Text": "Baked at four, in your letter box by noon.",
        "The picture in words": "A loaf on a board",
        "Landing address": f"http://{SHOP}/bread?b=2&a=1",
        "Budget in dollars": "40",
        "Who pays for this ad": "Quay Bakery",
        "E-mail address": email,
    }
    for label, text in words.items():
        owner.get_by_label(label, exact=True).fill(text)
    owner.get_by_label("Picture", exact=True).set_input_files(
        {"name": "loaf.png", "mimeType": "image/png", "buffer": picture()}
    )
    owner.get_by_label("The ad keeps to the rules for ads").check()
    preview = owner.get_by_role("region", name="So readers see it")
    if scripts:
        expect(preview.get_by_text("Rye bread by post").first).to_be_visible()
    owner.get_by_role("button", name="Show me first").click()
    expect(owner.get_by_role("alert").get_by_role("link")).to_have_text("Landing address")
    expect(owner.get_by_text("We have your picture.")).to_be_visible()
    owner.get_by_label("Landing address").fill(f"https://{SHOP}/bread?b=2&a=1")
    owner.get_by_role("button", name="Show me first").click()
    expect(owner.get_by_role("alert")).to_have_count(0)
    expect(preview.get_by_text("Rye bread by post").first).to_be_visible()
    expect(preview.get_by_role("img", name="A loaf on a board")).to_have_count(2)
    owner.get_by_role("button", name="Send the ad").click()
    expect(owner.get_by_role("heading", name="Now look at your mail")).to_be_visible()


def try_it(owner, scripts):
    """On the page that offers ads: the words are drawn as they are typed, and go along to the whole form."""
    owner.goto("/advertise/")
    drawn = owner.get_by_role("region", name="So readers see it").get_by_text("Bread by post").first
    owner.get_by_label("Headline").fill("Bread by post")
    if scripts:
        expect(drawn).to_be_visible()
    owner.get_by_role("button", name="Show it, and go on").click()
    owner.wait_for_url("**/advertise/submit/?*")
    expect(drawn).to_be_visible()
    expect(owner.get_by_label("Headline")).to_have_value("Bread by post")


def confirm(owner, email, live_paper):
    link = re.search(r"http\S+/confirm/\S+", live_paper.wait_for_mail(email).get_content())[0]
    owner.goto(link)
    owner.get_by_role("button", name="Yes, hand it to the editors").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("Your ads")
    status = owner.url
    owner.goto("/account/")
    expect(owner.get_by_text(email).first).to_be_visible()
    return status


def review_the_queue(staff, scripts):
    """One key says yes to the first, another says no to the second, with a reason."""

    def press(key):
        button = staff.locator(f"[data-key='{key}']")
        staff.keyboard.press(key) if scripts else button.click()

    staff.goto("/admin/ads/ad/review/")
    expect(staff.get_by_role("heading", level=1)).to_have_text("Rye bread by post")
    expect(staff.get_by_text("The page answers.")).to_be_visible()
    press("a")
    expect(staff.get_by_role("heading", level=1)).to_have_text("The loudest bread")
    press("2")
    expect(staff.get_by_text("No ad waits for review.")).to_be_visible()


def mend(owner, status, staff):
    owner.goto(status)
    refused = owner.get_by_role("article").filter(has_text="The loudest bread")
    expect(refused).to_contain_text("The editor writes: “The ad says something that we cannot check.")
    refused.get_by_role("link", name="Mend it").click()
    owner.get_by_label("Headline").fill("A quiet bread")
    owner.get_by_role("button", name="Send the new version").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("Your ads")
    approve_the_next(staff, "A quiet bread", was="The loudest bread")


def approve_the_next(staff, headline, *, was):
    staff.goto("/admin/ads/ad/review/")
    expect(staff.get_by_role("heading", level=1)).to_have_text(headline)
    expect(staff.locator(".ads-changes del")).to_have_text([was])
    staff.get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("No ad waits for review.")).to_be_visible()


def pay_everywhere(owner, staff, email, live_paper):
    money = _money(owner)
    owner.goto(money)
    pay_by_invoice(owner, staff, "$25.00")

    owner.goto(money)
    _begin(owner, "10", "In the sandbox")
    owner.get_by_role("button", name="Pretend to pay $10.00").click()
    see_the_receipt(owner, "$10.00")

    owner.context.route(f"https://{STRIPE}/**", lambda route: route.fulfill(body="Stripe"))
    owner.goto(money)
    checkout = _begin(owner, "15", "By card")
    owner.wait_for_url(f"https://{STRIPE}/c/pay/*")
    tell_of_payment(live_paper, *live_paper.ask(CHECKOUT.format(email=email)))
    owner.goto(checkout)
    see_the_receipt(owner, "$15.00")

    owner.goto(money)
    expect(owner.locator(".advertise-lead strong")).to_have_text("$50.00")


def _money(owner):
    owner.goto("/advertise/own/")
    return owner.get_by_role("link", name="Balance, payments and receipts").get_attribute("href")


def _begin(owner, dollars, way):
    """Begin to pay, and go to the till as soon as it is ready."""
    owner.get_by_label("Amount in dollars").fill(dollars)
    owner.get_by_label(way).check()
    owner.get_by_role("button", name="Continue").click()
    pay = owner.get_by_role("link", name=f"Pay ${dollars}.00 now")
    expect(pay).to_be_visible()  # the page looks again by itself
    checkout = owner.url
    pay.click()
    return checkout


def tell_of_payment(live_paper, session_id, cents):
    """What Stripe posts, twice."""
    body = paid(SimpleNamespace(session_id=session_id, cents=cents), payment=f"pi_{session_id}")
    for _ in range(2):
        hook = urllib.request.Request(  # noqa: S310 - our own
            f"{live_paper.url}/advertise/stripe/", body.encode(), {"Stripe-Signature": signed(body)}
        )
        with urllib.request.urlopen(hook) as answer:  # noqa: S310
            assert answer.read() == b"the payment is in the books\n"


def shown(reader):
    return reader.frame_locator("iframe[title^=Advertisement]")


def open_story(reader, story, headline):
    """Read the story until its slot shows what was decided: within a second or so."""
    link = shown(reader).get_by_role("link", name=headline)
    for _ in range(10):
        reader.goto(story)
        reader.locator(".ad-slot").scroll_into_view_if_needed()
        shown(reader).get_by_role("link").first.wait_for()
        if link.count():
            break
        reader.wait_for_timeout(300)
    expect(link).to_be_visible()
    return link


def follow(reader, link):
    with reader.expect_popup() as opened:
        link.click()
    expect(opened.value.get_by_role("heading")).to_have_text("Bread")
    assert opened.value.url == f"https://{SHOP}/bread?b=2&a=1"
    opened.value.close()


def click_twice(reader, story):
    link = open_story(reader, story, "Rye bread by post")
    reader.wait_for_timeout(600)  # sooner than half a second no person clicks
    follow(reader, link)
    link = open_story(reader, story, "Rye bread by post")  # another view, the same person
    reader.wait_for_timeout(600)
    follow(reader, link)
    assert reader.context.cookies() == []


def report(reader):
    with reader.expect_popup() as opened:
        shown(reader).get_by_role("link", name="Report this ad").click()
    page = opened.value
    expect(page.get_by_text("Quay Bakery paid for it.")).to_be_visible()
    page.get_by_role("button", name="Tell the ad desk").click()
    expect(page.get_by_role("alert")).to_contain_text("What is wrong?")
    page.get_by_label("It says something untrue").check()
    page.get_by_label("In your words").fill("It came at one.")
    page.get_by_role("button", name="Tell the ad desk").click()
    page.wait_for_url("**/ads/reported/")
    page.close()


def see_the_report(staff):
    staff.goto("/admin/ads/ad/")
    staff.locator("#result_list").get_by_role("link", name="Rye bread by post").first.click()
    expect(staff.locator(".ads-reports li").first).to_contain_text(
        "It says something untrue: “It came at one.”"
    )
    staff.get_by_role("button", name="Looked at: close the reports").click()
    expect(staff.get_by_text("1 report closed.")).to_be_visible()


def edit(owner, status, staff, reader, story):
    owner.goto(status)
    ad = owner.get_by_role("article").filter(has_text="Rye bread by post")
    ad.get_by_role("link", name="Change the ad").click()
    owner.get_by_label("Headline").fill("Rye bread by bicycle")
    owner.get_by_role("button", name="Send the new version").click()
    expect(owner.get_by_text("until then the approved one stays")).to_be_visible()
    open_story(reader, story, "Rye bread by post")
    approve_the_next(staff, "Rye bread by bicycle", was="Rye bread by post")
    open_story(reader, story, "Rye bread by bicycle")


def pause_and_go_on(owner, status, reader, story):
    link = open_story(reader, story, "Rye bread by bicycle")
    ad = owner.get_by_role("article").filter(has_text="Rye bread by bicycle")
    owner.goto(status)
    ad.get_by_role("button", name="Pause").click()
    expect(ad).to_contain_text("Paused")
    follow(reader, link)
    open_story(reader, story, "Submit your ad here")
    ad.get_by_role("button", name="Let it run again").click()
    expect(ad).to_contain_text("Readers see it.")
    open_story(reader, story, "Rye bread by bicycle")


def share(owner, status, stranger):
    owner.goto(status)
    owner.get_by_label("For whom").fill("The baker")
    owner.get_by_role("button", name="Make a link to the results").click()
    link = owner.locator(".advertise-told code").inner_text()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Results of Quay Bakery")
    expect(stranger.locator(".advertise-figures").first).to_contain_text(re.compile(r"Spent\s*\$1\.00"))
    assert stranger.get_by_text("$49.00").count() == 0
    owner.get_by_role("button", name="End it The baker").click()
    expect(owner.get_by_role("button", name="End it The baker")).to_have_count(0)
    assert stranger.goto(link).status == 410


def take_the_rest_back(owner, status, staff):
    owner.goto(_money(owner))
    expect(owner.locator(".advertise-lead strong")).to_have_text("$49.00")
    owner.get_by_role("button", name="Pay $49.00 back to me").click()
    expect(owner.locator(".advertise-lead strong")).to_have_text("$0.00")
    record_the_transfer(staff, f"Bank {status[-8:]}")
    notes = owner.get_by_role("row").filter(has=owner.get_by_role("link", name="Credit note"))
    for _ in range(20):
        owner.goto(_money(owner))
        if notes.count() == 3:
            break
        owner.wait_for_timeout(500)
    expect(notes).to_have_count(3)
    notes.filter(has_text="$24.00").get_by_role("link").click()
    expect(owner.get_by_text("Paid back", exact=True)).to_be_visible()
    expect(owner.locator(".document-sums tfoot")).to_contain_text("$24.00")
