"""The oracle of kept pages: whatever is done, a page whose bytes change is made of a name that was purged.

Every deed is tried against every public address, those that move, are gone or are not there included, at
moments before and after each hour that the deed sets. A purge counts from its own moment on.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import services
from newsroom import clock
from newsroom.models import Purge
from tests.articles.deeds import DAY, DEEDS, HOUR, QUIET, read, retype, work_on
from tests.factories_articles import make_author, make_live, make_photo, make_section, make_series, make_tag
from tests.factories_furniture import make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db

# A form's stamp changes with the day and is taken for a week: a page may be kept over midnight with it.
STAMP = re.compile(rb'name="rendered" value="[^"]*"')
HERE = "/2026/03/04/"
ADDRESSES = [
    "/",
    "/section/city/",
    "/section/docks/",
    "/section/harbour/",
    "/author/ana/",
    "/author/bo/",
    "/author/ana-berg/",
    "/section/pier/",
    "/tag/fish/",
    "/tag/fishing/",
    "/series/bridge/",
    "/latest/",
    "/most-read/",
    "/2026/",
    "/2026/03/",
    "/2026/03/04/",
    "/2026/03/05/",
    f"/{timezone.now():%Y/%m/%d}/",
    "/about/",
    "/about/ethics/",
    "/corrections/",
    "/corrections/feed/",
    "/feed/",
    "/feed/atom/",
    "/feed.json",
    "/section/city/feed/",
    "/section/docks/feed.json",
    "/author/ana/feed/atom/",
    "/author/bo/feed/",
    "/tag/fish/feed/",
    "/corrections/feed/atom/",
    "/feeds/",
    "/api/",
    "/api/articles/",
    "/api/articles/?section=docks",
    "/api/articles/?author=ana&type=news",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/stories-2026-03.xml",
    "/sitemaps/stories-1999-12.xml",
    f"/sitemaps/stories-{timezone.now():%Y-%m}.xml",
    "/news-sitemap.xml",
    *(f"{HERE}{slug}/" for slug in ("one", "two", "three", "first", "gone", "other")),
    *(f"{HERE}{slug}.md" for slug in ("one", "two", "first", "gone")),
]


@pytest.fixture
def story():
    """A story that moved once, beside one that was withdrawn and one that it has nothing to do with."""
    docks = make_section(slug="docks", name="Docks")
    gone = make_live(slug="gone", section=docks, first_published_at=DAY)
    services.withdraw(gone, by=None, reason="Wrong from the start.")
    make_live(slug="other", section=docks, first_published_at=DAY - HOUR)
    make_author(slug="bo")
    fish, bridge = make_tag(name="Fish", slug="fish"), make_series(name="Bridge", slug="bridge")
    make_live(slug="part", series=bridge, tags=[fish], first_published_at=DAY - 26 * HOUR)
    story = make_live(
        slug="first",
        body=photo_figure(make_photo(alt="A boat")) + recording_figure(make_clip()),
        section=make_section(slug="city", name="City"),
        bylines=[make_author(slug="ana", name="Ana", portrait=make_photo())],
        tags=[fish],
        series=bridge,
        lead_photo=make_photo(caption="A quay"),
        first_published_at=DAY,
    )
    retype(story, slug="one")
    services.publish(story, by=None, checked=False)
    read(story)
    return story


MOMENTS = [timedelta(), 0.5 * HOUR, 1.5 * HOUR, 2.5 * HOUR]


def pages_at(client, monkeypatch, moment):
    """(status, where to or the bytes) and the names of every page, as of ``moment``."""
    with monkeypatch.context() as frozen:
        frozen.setattr("django.utils.timezone.now", lambda: moment)
        assert clock.now() == moment
        answers = {address: client.get(address) for address in ADDRESSES}
    return {
        address: (
            (answer.status_code, answer.headers.get("Location"), STAMP.sub(b"", answer.content)),
            set(answer.headers.get("Surrogate-Key", "").split()),
        )
        for address, answer in answers.items()
    }


@pytest.mark.parametrize("deed", DEEDS)
def test_a_page_that_changes_is_made_of_a_name_that_was_purged_by_then(client, monkeypatch, story, deed):
    first = pages_at(client, monkeypatch, timezone.now())
    Purge.objects.all().delete()

    DEEDS[deed](story)

    start = timezone.now()
    seen, before = [start + moment for moment in MOMENTS], first
    changed = set()
    for since, moment in zip([DAY, *seen], seen, strict=False):
        after = pages_at(client, monkeypatch, moment)
        purged = set(Purge.objects.filter(at__gt=since, at__lte=moment).values_list("name", flat=True))
        for address in ADDRESSES:
            (old, names), (new, _) = before[address], after[address]
            if old != new:
                changed.add(address)
                assert names & purged, (address, moment - start, names, purged)
        before = after
    assert bool(changed) == (deed not in QUIET)


def test_what_readers_never_see_purges_nothing(story):
    Purge.objects.all().delete()

    work_on(story)

    assert not Purge.objects.exists()
