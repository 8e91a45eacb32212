"""An advertiser's dollar in a real browser: announced, received, shown on a receipt, and paid back."""

import re

import pytest
from playwright.sync_api import expect

SEED = """
from ads import links
from tests.factories_ads import an_advertiser

owner = an_advertiser()
answer = [owner.email, links.money_path(owner)]
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_transfer_is_announced_received_and_paid_back(new_page, desk, live_paper, scripts):
    email, money = live_paper.ask(SEED)
    page, staff = new_page(scripts=scripts), desk(scripts=scripts)

    page.goto(money)
    reference = pay_by_invoice(page, staff, "$25.00")
    page.goto(money)
    expect(page.get_by_role("button", name="Pay $25.00 back to me")).to_have_count(0)
    sign_in_to_have_it_back(page, email, live_paper)
    page.get_by_role("button", name="Pay $25.00 back to me").click()
    expect(page.get_by_text("$25.00 are on their way back to you")).to_be_visible()
    record_the_transfer(staff, f"Bank {reference}")
    page.reload()
    expect(page.get_by_role("link", name="Credit note")).to_be_visible()
    assert live_paper.manage("audit_ledger").startswith("The books balance")


def sign_in_to_have_it_back(page, email, live_paper):
    """From the page about money, by the mailed link, and back to it."""
    page.get_by_role("link", name="Sign in to have it back").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Mail me a link").click()
    mails = [live_paper.wait_for_mail(email, number=number).get_content() for number in (1, 2)]
    page.goto(next(re.search(r"http\S+/account/link/\S+", text)[0] for text in mails if "/account/" in text))
    page.get_by_role("button", name="Sign in").click()


def pay_by_invoice(page, staff, amount):
    """From the open page about money: announce ``amount``, have it recorded, look at the receipt."""
    page.get_by_label("Amount in dollars").fill(amount.removeprefix("$"))
    page.get_by_label("By invoice").check()
    page.get_by_role("button", name="Continue").click()
    reference = page.locator(".advertise-lead strong").nth(1).inner_text()
    staff.goto("/admin/ads/checkout/")
    staff.get_by_role("link", name=reference).click()
    staff.get_by_role("button", name=f"{amount} arrived with reference {reference}").click()
    page.reload()
    see_the_receipt(page, amount)
    return reference


def see_the_receipt(page, amount):
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Receipt").click()
    expect(page.get_by_text("Received")).to_be_visible()
    expect(page.locator(".document-sums tfoot")).to_contain_text(amount)


def record_the_transfer(staff, reference):
    """Staff say that the money of the refund that waits has left the bank."""
    staff.goto("/admin/")
    staff.locator(".card", has_text="Ad money").get_by_role("link", name="Refund").first.click()
    staff.get_by_role("link", name="Record that it was transferred").click()
    staff.get_by_label("Reference").fill(reference)
    staff.get_by_role("button", name="Record that it was transferred").click()
