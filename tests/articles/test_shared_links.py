"""What a shared link of each page shows, and what search engines may do with it: on every page there is."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.conf import settings

from articles import services
from tests.factories_articles import make_author, make_live, make_photo, make_section, make_series, make_tag
from tests.public_addresses import public_addresses

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = "/2026/03/04/a/"
SOCIAL = {"social": {"name": "photos/a/social.jpg", "width": 1200, "height": 630}}
ALWAYS = {"og:type", "og:site_name", "og:title", "og:url", "og:image", "og:image:alt", "twitter:card"}


def said_by(page):
    """The names and properties of the head, each with its values in order."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    said = {}
    for name, value in found:
        said.setdefault(name, []).append(unescape(value))
    return said


def read(client, address=PAGE):
    return client.get(address).content.decode()


def publish(**fields):
    return make_live(slug="a", first_published_at=NOON, **fields)


def test_a_story_is_shared_with_its_photo_its_people_its_dates_and_its_tags(client):
    ana, bo = make_author(slug="ana"), make_author(slug="bo")
    publish(
        headline="Fish & chips",
        standfirst="Two “words”.",
        section=make_section(name="City"),
        bylines=[ana, (bo, "photos")],
        tags=[make_tag(name="A&B"), make_tag(name="C")],
        lead_photo=make_photo(alt="A quay", crops=SOCIAL),
    )

    said = said_by(read(client))

    assert {name: values for name, values in said.items() if name not in ("viewport",)} == {
        "robots": ["max-image-preview:large"],
        "description": ["Two “words”."],
        "og:type": ["article"],
        "og:site_name": [settings.SITE_NAME],
        "og:title": ["Fish & chips"],
        "og:description": ["Two “words”."],
        "og:url": [f"{SITE}{PAGE}"],
        "og:image": [f"{SITE}/media/photos/a/social.jpg"],
        "og:image:type": ["image/jpeg"],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "og:image:alt": ["A quay"],
        "twitter:image:alt": ["A quay"],
        "twitter:card": ["summary_large_image"],
        "article:published_time": ["2026-03-04T12:00:00+00:00"],
        "article:modified_time": ["2026-03-04T12:00:00+00:00"],
        "article:author": [f"{SITE}/author/ana/"],
        "article:section": ["City"],
        "article:tag": ["A&B", "C"],
    }


def test_a_story_without_a_photo_is_shared_with_its_headline_drawn(client):
    publish(headline="Bridge “opens”")

    said = said_by(read(client))

    (address,) = said["og:image"]
    answer = client.get(address.removeprefix(SITE))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert said["og:image:type"] == ["image/png"]
    assert (said["og:image:width"], said["og:image:height"]) == (["1200"], ["630"])
    assert said["og:image:alt"] == ["Bridge “opens”"]


def test_a_story_in_letters_that_the_type_lacks_is_shared_with_the_paper_s_name(client):
    publish(headline="中文标题")

    said = said_by(read(client))

    assert said["og:image:alt"] == [settings.SITE_NAME]
    assert "/card/paper-" in said["og:image"][0]
    assert client.get(said["og:image"][0].removeprefix(SITE)).status_code == 200


def test_a_paper_in_such_letters_is_shared_without_a_picture(client, settings):
    settings.SITE_NAME = "中文报"
    publish(headline="中文标题")

    said = said_by(read(client))

    assert "og:image" not in said
    assert said["twitter:card"] == ["summary"]


def test_a_photo_whose_licence_ended_is_no_longer_shared(client):
    publish(lead_photo=make_photo(crops=SOCIAL, usable_until="2026-01-01"))

    assert "/card/" in said_by(read(client))["og:image"][0]


@pytest.mark.parametrize(("language", "locale"), [("en-gb", ["en_GB"]), ("de", None)])
def test_a_language_is_told_with_its_country_or_not_at_all(client, settings, language, locale):
    settings.LANGUAGE_CODE = language
    publish()

    assert said_by(read(client)).get("og:locale") == locale


def test_every_page_that_may_be_listed_says_what_it_is_and_shows_a_picture(client):
    section = make_section(slug="a", name="City")
    author, tag, series = make_author(slug="a"), make_tag(slug="a"), make_series(slug="a")
    article = publish(section=section, bylines=[author], tags=[tag], series=series)
    services.correct(article, by=None, kind="correction", text="It was two.", checked=False)
    known = {"year": ["2026"], "month": ["03"], "day": ["04"], "slug": ["a"], "article_id": [article.pk]}
    pages = {}
    for address in public_addresses(known, [article.pk], ["a"]):
        answer = client.get(address, follow=True)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages[answer.request["PATH_INFO"]] = answer.content.decode()
    listed = {address: page for address, page in pages.items() if '"robots" content="noindex' not in page}

    assert {"/", PAGE, "/section/a/", "/author/a/", "/tag/a/", "/series/a/", "/latest/"} <= set(listed)
    for address, page in listed.items():
        said = said_by(page)
        assert set(said) >= ALWAYS, (address, ALWAYS - set(said))
        assert f'<link rel="canonical" href="{SITE}{address}">' in page
        assert said["og:url"] == [f"{SITE}{address}"]
        assert said["robots"] == ["max-image-preview:large"]
        assert said["og:image"][0].startswith(f"{SITE}/")
    for address in set(pages) - set(listed):
        assert "og:" not in pages[address]
