"""A reader signs in by mail and out again, with scripts off."""

import re

from playwright.sync_api import expect


def test_a_reader_comes_in_by_a_mailed_link_and_leaves(plain_page, live_paper):
    page = plain_page
    page.goto("/")
    page.get_by_role("link", name="Your account").click()
    page.get_by_label("E-mail address").fill("Reader@Example.org")
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", name="Now look at your mail")).to_be_visible()
    assert page.context.cookies() == []

    link = re.search(r"http\S+", live_paper.wait_for_mail("reader@example.org").get_content())[0]
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name").fill("Ada Byron")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_label("Name")).to_have_value("Ada Byron")
    assert page.url == f"{live_paper.url}/account/"

    page.goto(link)
    expect(page.get_by_role("heading", name="This link works no more")).to_be_visible()
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    assert page.context.cookies() == []
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
