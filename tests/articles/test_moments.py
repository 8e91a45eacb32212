"""Every public address, a microsecond before and at each hour of a schedule: nothing early, nothing late."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import resolve

from articles import services
from articles.models import Article, Release
from newsroom import clock
from tests.factories_articles import make_author, make_live, make_section

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def read(address, at):
    """(status, text) of what a reader gets at that moment."""
    match = resolve(address.partition("?")[0])
    token = clock._frozen.set(at)
    try:
        response = match.func(RequestFactory().get(address), *match.args, **match.kwargs)
    finally:
        clock._frozen.reset(token)
    return response.status_code, response.content.decode()


@pytest.fixture
def schedule():
    """Live as "Quokka"; in an hour "Wombat" elsewhere, with another author; gone in two."""
    section, elsewhere = make_section(name="World"), make_section(name="Science")
    before, after = make_author(name="Ann"), make_author(name="Bo")
    article = make_live(headline="Quokka", slug="quokka", section=section, bylines=[before])
    Article.objects.update(headline="Wombat", slug="wombat", section=elsewhere)
    article.bylines.update(author=after)
    start = clock.database_now()
    services.publish(article, by=None, at=start + HOUR, checked=False)
    services.withdraw(article, by=None, at=start + 2 * HOUR)
    old, new = Release.timeline.order_by("live_from")
    return {
        "start": start,
        "everywhere": ["/", "/search/?q=quokka", "/search/?q=wombat"],
        "old": [section.get_absolute_url(), before.get_absolute_url(), "/search/?q=quokka", "/"],
        "new": [elsewhere.get_absolute_url(), after.get_absolute_url(), "/search/?q=wombat", "/"],
        "old page": old.get_absolute_url(),
        "new page": new.get_absolute_url(),
    }


def lists_that_show(headline, schedule, at):
    lists = {*schedule["everywhere"], *schedule["old"], *schedule["new"]}
    # A search that finds nothing shows the newest stories below.
    return {
        address
        for address in lists
        if f">{headline}<" in read(address, at)[1].partition('class="search-latest"')[0]
    }


@pytest.mark.parametrize(
    ("moment", "old_shows", "new_shows", "pages"),
    [
        (HOUR - TICK, True, False, (200, 404)),
        (HOUR, False, True, (301, 200)),
        (2 * HOUR - TICK, False, True, (301, 200)),
        (2 * HOUR, False, False, (410, 410)),
    ],
)
def test_no_address_shows_a_story_before_its_second_or_after_its_last(
    schedule, moment, old_shows, new_shows, pages
):
    at = schedule["start"] + moment

    assert lists_that_show("Quokka", schedule, at) == (set(schedule["old"]) if old_shows else set())
    assert lists_that_show("Wombat", schedule, at) == (set(schedule["new"]) if new_shows else set())
    assert (read(schedule["old page"], at)[0], read(schedule["new page"], at)[0]) == pages
