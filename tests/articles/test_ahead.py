"""Tomorrow's front page at the desk; and what a preview in a frame needs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import services
from articles.roles import ROLES
from tests.factories_articles import make_article, make_live
from tests.factories_desk import ADD, STORIES, change_address, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db
AHEAD = f"{STORIES}front/"


@pytest.fixture
def tomorrow():
    """The second at which one story goes live and another is withdrawn."""
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    services.publish(make_article(headline="Comes tomorrow"), by=None, at=moment, checked=False)
    services.withdraw(make_live(headline="Goes tomorrow"), by=None, at=moment, reason="")
    return moment


def _typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M:%S}"


def _seen(moment, client):
    text = client.get(f"{AHEAD}page/", {"at": _typed(moment)}).text
    return [headline in text for headline in ("Comes tomorrow", "Goes tomorrow")]


def test_the_front_page_changes_at_the_very_second(tomorrow):
    client = client_of(make_chief())

    assert _seen(tomorrow - timedelta(seconds=1), client) == [False, True]
    assert _seen(tomorrow, client) == [True, False]
    public = Client().get("/").text
    assert ["Comes tomorrow" in public, "Goes tomorrow" in public] == [False, True]


def test_the_page_ahead_is_framed_by_the_desk_alone_and_kept_by_nobody(tomorrow):
    headers = client_of(make_chief()).get(f"{AHEAD}page/", {"at": _typed(tomorrow)}).headers

    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_the_desk_offers_the_moments_at_which_something_goes_live(tomorrow):
    text = client_of(make_chief()).get(AHEAD).text

    assert re.search(rf'href="\?at={_typed(tomorrow)}">[^<]*Comes tomorrow', text)
    assert 'title="The front page at' in text


def test_what_is_no_time_is_said_to_be_none(tomorrow):
    client = client_of(make_chief())

    assert client.get(AHEAD, {"at": "soon"}).status_code == 422
    assert client.get(AHEAD, {"at": "9999-12-31T23:59:59"}).status_code == 200
    assert client.get(f"{AHEAD}page/", {"at": "9999-12-31T23:59:59"}).status_code == 200
    assert client.get(f"{AHEAD}page/", {"at": "\0"}).status_code == 200


@pytest.mark.parametrize("tail", ["", "page/"])
def test_a_writer_sees_nothing_of_what_others_scheduled(tomorrow, tail):
    writer = client_of(make_person(*ROLES["writer"]))

    answer = writer.get(f"{AHEAD}{tail}", {"at": _typed(tomorrow)})

    assert answer.status_code == 403
    assert "Comes tomorrow" not in answer.text
    assert Client().get(f"{AHEAD}{tail}").status_code == 302


def test_links_in_a_preview_leave_its_frame_alone():
    article = make_article()

    preview = client_of(make_chief()).get(f"{STORIES}{article.pk}/preview/").text

    assert '<base target="_blank">' in preview


def test_the_form_has_a_panel_for_the_preview_that_waits_for_its_script():
    client = client_of(make_chief())
    reader = client_of(make_person("articles.view_article", "articles.read_every_article"))
    article = make_article()

    for address in (ADD, change_address(article)):
        assert re.search(r'<section class="beside" [^>]* hidden>', client.get(address).text)
    assert 'class="beside"' not in reader.get(change_address(article)).text
