"""Language, dates and numbers are the site's; a reader's browser changes none of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings as house
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from tests.factories_articles import make_author, make_live, make_section
from tests.factories_comments import a_comment

pytestmark = pytest.mark.django_db

OTHERS = {
    "Accept-Language": "ar, he;q=0.9, de;q=0.8",
    "Cookie": "django_language=ar; django_timezone=Asia/Tokyo",
}
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-)?(?:left|right)\s*:|(?:float|text-align): (?:left|right)"
)


@pytest.fixture
def pages():
    story = make_live(section=make_section(slug="docks"), bylines=[make_author(slug="ana")])
    a_comment(story)
    return [
        "/",
        "/section/docks/",
        "/author/ana/",
        "/corrections/",
        "/search/?q=text",
        "/advertise/",
        "/no-such-page/",
        f"/comments/{story.pk}/",
        story.releases.get().get_absolute_url(),
    ]


def test_what_a_browser_prefers_changes_no_byte(pages):
    for page in pages:
        plain = Client().get(page)
        asked = Client().get(page, headers=OTHERS)

        assert asked.content == plain.content, page
        assert "Accept-Language" not in asked.headers.get("Vary", "")
        assert asked.headers.get("Content-Language", "en") == "en"


def test_a_paper_in_arabic_runs_from_right_to_left(pages):
    with translation.override("ar"):
        for page in [*pages, "/ads/slot/article/"]:
            assert '<html lang="ar" dir="rtl">' in Client().get(page).text, page


def test_no_style_of_readers_pages_knows_left_from_right():
    for name in house.READERS_SHEETS:
        found = PHYSICAL.findall(Path(finders.find(name)).read_text())

        assert found == [], name
