"""The oracle of kept pages: whatever is done, a page whose bytes change is made of a name that was purged.

Every deed is tried against every public address, those that move, are gone or are not there included, at
moments before and after each hour that the deed sets. A purge counts from its own moment on.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import services
from articles.models import Address, Article, Author, DailyReads, Policy, Section
from articles.recordings import change_recording
from newsroom import clock
from newsroom.models import Purge
from tests.factories_articles import make_author, make_live, make_photo, make_section, make_series, make_tag
from tests.factories_desk import client_of, make_chief
from tests.factories_furniture import make_clip, photo_figure, recording_figure

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
# A form's stamp changes with the day and is taken for a week: a page may be kept over midnight with it.
STAMP = re.compile(rb'name="rendered" value="[^"]*"')
DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
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


def read(*articles):
    """Let these have been read, the first one most."""
    for place, article in enumerate(articles):
        DailyReads.objects.update_or_create(
            article=article, day=timezone.localdate(), defaults={"count": 90 - place}
        )
    services.rank_reads()


def retype(story, **fields):
    Article.objects.filter(pk=story.pk).update(**fields)


def the_gone():
    return Address.objects.get(slug="gone").article


def post(address, **fields):
    answer = client_of(make_chief()).post(f"/admin/articles/{address}", fields)
    assert answer.status_code == 302, answer.text


def edit_all(story):
    retype(story, headline="Rewritten", slug="two", section=Section.objects.get(slug="docks"))
    story.refresh_from_db()
    story.tags.clear()
    story.bylines.update(author=Author.objects.get(slug="bo"))


def publish_update(story):
    edit_all(story)
    services.publish(story, by=None, checked=False)


def schedule_update(story):
    edit_all(story)
    services.publish(story, by=None, at=timezone.now() + HOUR, checked=False)


def reschedule(story):
    schedule_update(story)
    retype(story, slug="three", headline="Third")
    services.publish(story, by=None, at=timezone.now() + 2 * HOUR, checked=False)


def call_off(story):
    schedule_update(story)
    services.withdraw(story, by=None, at=timezone.now() + 2 * HOUR)
    services.unschedule(story, by=None)


def withdraw_later_and_return(story):
    services.withdraw(story, by=None, at=timezone.now() + HOUR, reason="For an hour.")
    services.publish(story, by=None, at=timezone.now() + 2 * HOUR, checked=False)


def publish_before_a_withdrawal(story):
    services.withdraw(story, by=None, at=timezone.now() + 2 * HOUR, reason="Ends.")
    publish_update(story)


def return_for_an_hour(story):
    services.publish(the_gone(), by=None, at=timezone.now() + HOUR, checked=False)
    services.withdraw(the_gone(), by=None, at=timezone.now() + 2 * HOUR, reason="Wrong again.")


def restore_and_publish(story):
    publish_update(story)
    services.restore(story.editions.get(number=1), by=None)
    services.publish(story, by=None, checked=False)


def correct(story):
    services.correct(story, by=None, kind="correction", text="It was two boats.", checked=False)


def work_on(story):
    edit_all(story)
    services.submit_for_review(story, by=None)


DEEDS = {
    "publish": publish_update,
    "publish elsewhere": lambda story: make_live(section=Section.objects.get(slug="docks"), slug="three"),
    "schedule": schedule_update,
    "reschedule": reschedule,
    "call off": call_off,
    "withdraw": lambda story: services.withdraw(story, by=None, reason="Wrong."),
    "withdraw later, return later": withdraw_later_and_return,
    "publish before a withdrawal": publish_before_a_withdrawal,
    "return": lambda story: services.publish(the_gone(), by=None, checked=False),
    "return for an hour": return_for_an_hour,
    "restore and publish": restore_and_publish,
    "correct": correct,
    "hide": lambda story: services.switch(story, by=None, is_hidden=True),
    "close comments": lambda story: services.switch(story, by=None, comments_open=False),
    "forbid ads": lambda story: services.switch(story, by=None, is_sensitive=True),
    "work on": work_on,
    "change a section": lambda story: post(
        f"section/{story.section_id}/change/", name="Town", slug="city", description="All of it", position=9
    ),
    "move a section": lambda story: post(
        f"section/{story.section_id}/change/", name="City", slug="harbour", position=1
    ),
    "add a section": lambda story: post("section/add/", name="Harbour", position=5),
    "change an author": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana B", slug="ana", bio="Knows."
    ),
    "move an author": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana", slug="ana-berg"
    ),
    "add an author": lambda story: post("author/add/", name="Ana Berg"),
    "delete an author": lambda story: post(f"author/{Author.objects.get(slug='bo').pk}/delete/", post="yes"),
    "change a tag": lambda story: post(f"tag/{story.tags.get().pk}/change/", name="Fishing", slug="fish"),
    "delete a tag": lambda story: post(f"tag/{story.tags.get().pk}/delete/", post="yes"),
    "change the lead photo": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt="The new quay", caption="A quay, rebuilt"
    ),
    "change the credit of a photo in the text": lambda story: post(
        f"photo/{story.photouses.get(release=None).photo_id}/change/", alt="A boat", credit="Ana"
    ),
    "change a recording in the text": lambda story: change_recording(
        story.recordinguses.get(release=None).recording, by=None, transcript="Ding."
    ),
    "end the licence of the lead photo": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt="A quay", usable_until="2026-01-01"
    ),
    "move the focal point": lambda story: post(
        f"photo/{story.lead_photo_id}/change/", alt=story.lead_photo.alt, caption="A quay", focal_x=20
    ),
    "rank what was read": lambda story: read(Article.objects.get(slug="other"), story),
    "forget what was read": lambda story: (DailyReads.objects.all().delete(), services.rank_reads()),
    "move a section under another": lambda story: services.move_section(
        story.section, under=Section.objects.get(slug="docks"), by=None
    ),
    "add a part to a section": lambda story: post(
        "section/add/", name="Pier", position=5, under=story.section_id
    ),
    "end a running story": lambda story: post(
        f"series/{story.series_id}/change/", name="Bridge", slug="bridge", description="Over."
    ),
    "publish another part": lambda story: make_live(slug="three", section=story.section, series=story.series),
    "publish on the topic": lambda story: make_live(
        slug="three", section=story.section, tags=story.tags.all()
    ),
    "publish for a past day": lambda story: make_live(
        slug="three", section=story.section, first_published_at=DAY + 24 * HOUR
    ),
    "move a topic": lambda story: post(f"tag/{story.tags.get().pk}/change/", name="Fish", slug="fishing"),
    "say what an author knows": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/",
        name="Ana",
        slug="ana",
        knows_about="Fish",
        email="ana@example.org",
        links="https://example.net/ana",
    ),
    "change a policy": lambda story: post(
        f"policy/{Policy.objects.get(subject='ethics').pk}/change/", title="Our ethics", body="<p>Fair.</p>"
    ),
    "take a portrait away": lambda story: post(
        f"author/{story.bylines.get().author_id}/change/", name="Ana", slug="ana", portrait=""
    ),
}
QUIET = {"work on", "call off"}  # nothing of these reaches readers, at any hour
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
