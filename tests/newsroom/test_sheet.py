"""One style sheet for readers: made of all parts, kept for good, and new under a new address."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from newsroom.sheet import _read_sheet, readers_sheet

MOST_BYTES = 14_000  # compressed


@pytest.fixture
def anew():
    _read_sheet.cache_clear()
    yield
    _read_sheet.cache_clear()


@pytest.mark.django_db
def test_a_page_asks_for_one_sheet_and_gets_it_to_keep_for_good(client):
    page = client.get("/no-such-page/").text

    (href,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    answer = client.get(href)

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.text == readers_sheet().text
    assert len(gzip.compress(answer.content)) < MOST_BYTES


def test_the_sheet_holds_every_part_in_order_and_the_owners_colours_last(settings, anew):
    settings.READERS_SHEETS = ["newsroom/tokens.css", "campaigns/card.css"]

    text = readers_sheet().text

    assert (
        text.index("--paper:")
        < text.index(".paid-card {")
        < text.index(f":root{{--accent-light:{settings.SITE_ACCENT}")
    )
    assert "/*" not in text


def test_files_that_a_part_names_lie_beside_that_part():
    named = re.findall(r"url\(([^)]+)\)", readers_sheet().text)

    assert len(named) == 6
    for address in named:
        assert finders.find(address.strip('"').removeprefix("/static/"))


def test_other_words_have_another_address(settings, anew):
    before = readers_sheet()
    _read_sheet.cache_clear()
    settings.READERS_SHEETS = settings.READERS_SHEETS[:-1]

    assert readers_sheet().href != before.href


def test_an_address_of_yesterday_gives_the_style_of_today_and_is_not_kept(client):
    answer = client.get("/paper-0123456789.css")

    assert answer.text == readers_sheet().text
    assert answer.headers["Cache-Control"] == "no-store"


def test_with_debug_a_changed_part_shows_at_once(settings, anew):
    before = readers_sheet()
    settings.DEBUG = True
    settings.READERS_SHEETS = settings.READERS_SHEETS[:1]

    assert readers_sheet().text != before.text
