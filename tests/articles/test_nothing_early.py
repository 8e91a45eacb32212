"""Whatever the desk does, in whatever order: no public address says a word before its time or after it.

A naive list of events (``marked_desk``) says which texts readers may see. After each step they ask for every
page, with the copies that they were given before; at the end for everything that the resolver knows.
"""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from articles.models import Article, Release
from tests.articles.marked_desk import HOUR, STORIES, TICK, MarkedDesk, marks_in
from tests.clocks import clock_at
from tests.public_addresses import public_addresses

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 4, 9, tzinfo=UTC)
LIFETIME = re.compile(r"(?:s-maxage|while-revalidate)=(\d+)")
FEEDS = ("feed/", "feed/atom/", "feed.json")
OF_A_STORY = ("comments/{}/", "comments/{}/reply/", "articles/{}/report/", "articles/{}/report/received/")

stories = st.integers(0, STORIES - 1)
later = st.sampled_from([None, 1, 2, 3])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), stories, st.booleans(), st.booleans()),
        st.tuples(st.just("edit"), stories, st.booleans(), st.booleans()),
        st.tuples(st.just("submit"), stories),
        st.tuples(st.just("publish"), stories, later, st.booleans()),
        st.tuples(st.just("publish"), stories, later, st.booleans()),
        st.tuples(st.just("unschedule"), stories),
        st.tuples(st.just("restore"), stories, st.integers(0, 9)),
        st.tuples(st.just("withdraw"), stories, later),
        st.tuples(st.just("put_away"), stories),
        st.tuples(st.just("correct"), stories),
        st.tuples(st.just("place"), stories, later),
        st.tuples(st.just("wait"), st.integers(1, 2), st.booleans()),
    ),
    min_size=5,
    max_size=12,
)


class Readers:
    """They ask for every page, again and again, each with the copy that they were given before."""

    def __init__(self, house):
        self.house, self.copies = house, {}
        self.client = Client(headers={"Sec-Fetch-Site": "same-origin"})

    def ask(self, path):
        """The status, where it leads, and the marks in whatever was answered or may be kept."""
        etag, text = self.copies.get(path, ("", ""))
        answer = self.client.get(path, headers={"If-None-Match": etag})
        self.may_be_kept_until(answer)
        if answer.status_code == 304:
            return 200, "", marks_in(text)
        text = f"{answer.headers} {answer.content.decode(errors='replace')}"
        if "ETag" in answer.headers:
            self.copies[path] = answer.headers["ETag"], text
        return answer.status_code, answer.headers.get("Location", ""), marks_in(text)

    def may_be_kept_until(self, answer):
        """No copy outlives the next moment at which readers see something else."""
        lasts = sum(
            int(n)
            for n in re.findall(r"(?:s-maxage|while-revalidate)=(\d+)", answer.get("Cache-Control", ""))
        )
        now = self.house.clock.now
        changes = [event.at for story in self.house.stories for event in story.events if event.at > now]
        assert now + timedelta(seconds=lasts) <= min(changes, default=now + HOUR)

    def look(self):
        house, now = self.house, self.house.clock.now
        live = {story.article.pk: event for story in house.stories if (event := story.live(now))}
        shown = set().union(*(event.marks for event in live.values()))
        corrected = set().union(*(s.corrections for s in house.stories if s.article.pk in live))

        assert self.ask("/") == (200, "", shown)
        assert self.ask(house.author.get_absolute_url()) == (200, "", shown)
        for section in house.sections:
            here = [event.marks for event in live.values() if house.section_of[event.mark] == section]
            assert self.ask(section.get_absolute_url()) == (200, "", set().union(*here))
        for path in ("/corrections/", *(f"/corrections/{form}" for form in FEEDS)):
            status, _, found = self.ask(path)
            assert (status, found - shown) == (200, corrected)
        self.look_at_lists(live, shown, corrected)
        for story in house.stories:
            self.look_at(story, live.get(story.article.pk), shown)
        return shown | corrected

    def look_at_lists(self, live, shown, corrected):
        """For people and for machines; whole texts come with their corrections."""
        house = self.house
        texts = shown | corrected
        assert self.ask("/latest/") == (200, "", shown)
        in_series = [event.marks for event in live.values() if event.mark % 3]
        status = 200 if in_series else 404  # a series has a page while readers may see a story of it
        assert self.ask(house.series.get_absolute_url()) == (status, "", set().union(*in_series))
        by_author = f"{house.author.get_absolute_url()}feed/atom/"
        for path in ("/api/articles/", by_author, *(f"/{form}" for form in FEEDS)):
            status, _, found = self.ask(path)
            assert (status, shown <= found <= texts) == (200, True), path
        for section in house.sections:
            here = {pk for pk, event in live.items() if house.section_of[event.mark] == section}
            own = [story.corrections for story in house.stories if story.article.pk in here]
            allowed = set().union(*own, *(live[pk].marks for pk in here))
            status, _, found = self.ask(f"{section.get_absolute_url()}feed.json")
            assert (status, found <= allowed) == (200, True)
        slugs = set().union(*(marks_in(event.slug) for event in live.values()))
        assert self.ask("/news-sitemap.xml") == (200, "", shown)
        assert self.ask("/sitemaps/stories-2026-03.xml") == ((200 if live else 404), "", slugs)
        tags = {event.mark for event in live.values()}
        assert self.ask("/sitemaps/pages.xml") == (200, "", tags)
        by_day = defaultdict(set)
        for event in live.values():
            by_day[f"{localdate(event.published):%Y/%m/%d}"] |= event.marks
        for number in range(3, 9):
            day = f"2026/03/{number:02}"
            assert self.ask(f"/{day}/") == ((200 if by_day[day] else 404), "", by_day[day]), day
        for path in ("/2026/03/", "/2026/"):
            status, _, found = self.ask(path)
            assert (status, found <= shown) == (200 if live else 404, True)
        days = re.findall(r'href="/2026/03/(\d\d)/"', self.copies.get("/2026/03/", ("", ""))[1])
        assert {f"2026/03/{day}" for day in days} == {day for day in by_day if by_day[day]} or not live

    def look_at(self, story, event, shown):
        """The story at each of its addresses, past and to come; in the search; and what hangs on it."""
        now = self.house.clock.now
        own = event.marks | story.corrections if event else set()
        gone = story.seen(now)
        for url in {e.url for e in story.events if e.mark is not None}:
            status, leads_to, found = self.ask(url)
            if event and url == event.url:
                assert (status, found & own, found - shown) == (200, own, story.corrections)
            elif url not in {e.url for e in story.events if e.mark is not None and e.at <= now}:
                assert status == 404, (url, "is not known yet")
            elif event:
                assert (status, leads_to) == (301, event.url)
            else:
                assert (status, found - marks_in(url)) == (410, {gone.reason})
            as_markdown, leads_to_markdown, found = self.ask(f"{url.removesuffix('/')}.md")
            assert as_markdown == status
            assert leads_to_markdown == (f"{leads_to.removesuffix('/')}.md" if leads_to else "")
            reason = {gone.reason} if status == 410 else set()
            assert found - marks_in(url) <= own | reason
        status, _, found = self.ask(f"/search/?q=word{story.text}w")
        is_found = event and event.mark == story.text  # who finds nothing is shown the latest stories
        assert (status, found - (set() if is_found else shown)) == (200, event.marks if is_found else set())
        for path in OF_A_STORY:
            status, _, found = self.ask(f"/{path.format(story.article.pk)}")
            assert (status, found <= own) == (200 if event else 404, True), path

    def look_for_erased(self, story):
        """Nothing is left of it but "gone" where it was seen."""
        self.look()
        own = story.corrections.union(*(event.marks for event in story.events if event.mark is not None))
        seen = {e.url for e in story.events if e.mark is not None and e.at <= self.house.clock.now}
        tags = [f"/tag/seen{mark}x/" for mark in own]
        numbered = [path.format(story.article.pk) for path in (*OF_A_STORY, "api/articles/{}/")]
        for path in [*seen, *tags, *(f"{tag}{form}" for tag in tags for form in FEEDS), *numbered]:
            status, _, found = self.ask(f"/{path.lstrip('/')}")
            assert found & own <= marks_in(path), path
            assert status == 410 or path not in seen, path
            assert status == 404 or path not in numbered, path

    def walk_everywhere(self):
        """Every address that the resolver knows, with everything that might fit, also posted to."""
        house, allowed = self.house, self.look()
        now = house.clock.now
        reasons = {e.reason for s in house.stories for e in s.events if e.at <= now and e.mark is None}
        urls = [event.url for story in house.stories for event in story.events if event.mark is not None]
        slugs = [row.slug for row in (*house.sections, house.author)]
        slugs += sorted(set(house.slug_of.values()) - {""})
        known = {
            "article_id": [story.article.pk for story in house.stories],
            "token": house.tokens,
            "slug": slugs,
            "year": [2026],
            "month": [3],
            "day": sorted({url.split("/")[3] for url in urls}) or [4],
            "root_id": house.comments,
            "comment_id": house.comments,
        }
        for path in public_addresses(known, numbers=[1, 2], words=slugs):
            status, _, found = self.ask(f"{path}?q=word{max(house.slug_of)}w")
            assert status < 500
            assert found - marks_in(path) <= allowed | reasons, path
            answer = self.client.post(path, {"q": "word", "text": "x"})
            assert answer.status_code < 500
            assert marks_in(answer.text) - marks_in(path) <= allowed | reasons, path


def check_line(house):
    """The line that is stored says, now and at every moment ahead, what the list of events says."""
    now = house.clock.now
    for story in house.stories:
        ahead = {event.at + near for event in house.halves(story)[1] for near in (-TICK, timedelta())}
        for moment in {now, *ahead}:
            stored = Release.timeline.filter(article=story.article).public(moment)
            event = story.live(moment)
            expected = [(event.mark, event.slug, event.published, event.updated)] if event else []
            assert [
                (*marks_in(release.headline), release.slug, release.published_at, release.updated_at)
                for release in stored
            ] == expected
        headline = Article.objects.values_list("headline", flat=True).get(pk=story.article.pk)
        assert marks_in(headline) == {story.text}


# A script of a dozen steps is short enough to read: shrinking would take minutes.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(steps)
@example([("edit", 0, False, False)] * 5)  # the only live story leaves its series for good
@example([("edit", 0, True, True), ("wait", 2, False), ("wait", 1, True), ("wait", 1, True)])
def _check_any_order(script):
    with transaction.atomic(), clock_at(START) as clock:
        house = MarkedDesk(clock)
        house.open_the_paper()
        readers = Readers(house)
        for step in script:
            house.do(*step)
            check_line(house)
            readers.look()
        readers.walk_everywhere()
        readers.look_for_erased(house.erase(0))
        transaction.set_rollback(True)


def test_no_public_address_says_a_word_early_or_late_whatever_the_desk_did():
    _check_any_order()
