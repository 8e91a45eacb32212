"""What journeys start from: the paper as in production, and pages of a real browser that are watched.

Without a Chromium the journeys are left out and one line says so; with CI=true that is a failure.
Ask the database through ``live_paper.ask``: Playwright's own loop forbids Django's ORM in this process.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import NAMES, Watch, find_chromium, launch
from tests.live_paper import LivePaper

HERE = Path(__file__).parent
LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config, items):
    journeys = [item for item in items if HERE in item.path.parents]
    for item in journeys:
        item.add_marker(pytest.mark.browser)
    if not journeys or find_chromium():
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(
            f"No Chromium found for the browser journeys (looked for {', '.join(NAMES)})."
        )
    items[:] = [item for item in items if item not in journeys]
    config.hook.pytest_deselected(items=journeys)
    config.stash[LEFT_OUT] = len(journeys)


def pytest_terminal_summary(terminalreporter, config):
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} browser journeys were skipped: no Chromium found (looked for {', '.join(NAMES)})."
        )


expect.set_options(timeout=15_000)  # how long to wait for what must come, as for every page


@pytest.fixture(scope="session")
def live_paper(tmp_path_factory):
    """The paper on granian with its housekeeper, empty but for the first user (its admin_email)."""
    with LivePaper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_paper):
    """Open a page in a context of its own: ``new_page(scripts=False, color_scheme="dark")``.

    At the end of the test no page may have used another host, written an error to the console (a violation
    of the CSP is one), missed a file or got a 5xx. ``leads_to`` names hosts that its links may open.
    """
    opened = []

    def open_page(*, scripts=True, leads_to=(), **options):
        context = browser.new_context(
            base_url=live_paper.url, java_script_enabled=scripts, locale="en-GB", **options
        )
        context.set_default_timeout(15_000)
        opened.append((context, Watch(context, live_paper.url, leads_to=leads_to)))
        return context.new_page()

    yield open_page
    faults = [fault for _, watch in opened for fault in watch.faults]
    for context, _ in opened:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_page):
    """A reader's page with scripts on."""
    return new_page()


@pytest.fixture
def plain_page(new_page):
    """A reader's page with scripts off."""
    return new_page(scripts=False)


@pytest.fixture
def desk(new_page, live_paper):
    """Sign in as the first user, or as somebody else: ``desk(scripts=False)``; a page of the admin."""

    def sign_in(email=live_paper.admin_email, password=live_paper.admin_password, **options):
        page = new_page(**options)
        page.goto("/admin/login/")
        page.fill("#id_username", email)
        page.fill("#id_password", password)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
