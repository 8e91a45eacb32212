"""The first page of a new paper in a real browser, before any journey begins."""

import pytest

from tests.browser.chromium import Watch


@pytest.mark.parametrize("scripts", [True, False])
def test_the_front_page_asks_nobody_else_and_leaves_nothing_behind(scripts, new_page, live_paper):
    page = new_page(scripts=scripts)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    response = page.goto("/")

    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("link[rel=stylesheet]").count() > 0
    assert {address.split("/")[2] for address in asked} == {live_paper.url.split("/")[2]}
    assert len(asked) > 1
    assert page.context.cookies() == []
    assert "set-cookie" not in response.headers


def test_the_watch_sees_what_a_page_may_not_do(browser, live_paper):
    context = browser.new_context(base_url=live_paper.url)
    watch = Watch(context, live_paper.url)
    page = context.new_page()
    page.goto("/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=http://127.0.0.1:9/x.png>')")
    page.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
    page.goto("/admin/login/")
    page.evaluate("fetch('/media/nothing.webp')")
    page.wait_for_timeout(500)
    context.close()

    kinds = sorted(fault.split(":")[0] for fault in watch.faults)
    assert "console" in kinds
    assert "status 404" in kinds


def test_the_first_user_signs_in_with_the_password_that_was_shown_once(page, live_paper):
    page.goto("/admin/")
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).first.fill(live_paper.admin_email)
    page.get_by_label("Password").first.fill(live_paper.admin_password)
    page.keyboard.press("Enter")

    page.wait_for_url(f"{live_paper.url}/admin/")
    assert "session" in {cookie["name"] for cookie in page.context.cookies()}
