"""The desk at work, and beside it a naive list of events: what readers should see at which moment.

Every text that is typed bears a mark of its own ("seen7x") in every field, so that a reader's page tells by
itself which texts it is made of.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from articles import editions, services
from articles.editions import write_bylines, write_key_points
from articles.models import Article
from articles.models.releases import article_url
from articles.refusals import Refused
from articles.services.sharing import share_draft
from articles.sources import write_related, write_sources
from comments.receipts import AUTHOR, receipt_url
from tests.factories_ads import a_live_ad, a_token
from tests.factories_articles import (
    make_article,
    make_author,
    make_editor,
    make_photo,
    make_section,
    make_series,
    make_tag,
)
from tests.factories_comments import a_comment, a_held_comment

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
MARK = re.compile(r"seen(\d+)x")
STORIES = 3
LINES = ("headline", "kicker", "standfirst", "dateline", "lead_caption", "seo_title", "seo_description")


def marks_in(text):
    return {int(number) for number in MARK.findall(text)}


@dataclass(frozen=True)
class Event:
    """From ``at`` on readers see the text ``mark``, or with None nothing any more."""

    at: datetime
    mark: int | None
    slug: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    reason: int | None = None  # the mark of what readers are told instead

    @property
    def marks(self):
        """Its own, and that of an earlier text whose address it kept."""
        return {self.mark} | marks_in(self.slug)

    @property
    def url(self):
        return article_url(localdate(self.published), self.slug)


@dataclass
class Story:
    article: Article
    text: int = 0
    events: list = field(default_factory=list)
    corrections: set = field(default_factory=set)

    def seen(self, at):
        """The last event up to ``at``."""
        return next((event for event in reversed(self.events) if event.at <= at), None)

    def live(self, at):
        event = self.seen(at)
        return event if event and event.mark is not None else None

    def note(self, events, event):
        """One event a moment, and none that takes away what is not shown."""
        found = sorted([e for e in events if e.at != event.at] + [event], key=lambda e: e.at)
        self.events = found
        self.events = [e for e in found if e.mark is not None or self.live(e.at - TICK)]


class MarkedDesk:
    """Three stories and all that the desk can do with them; ``clock`` is moved by waiting."""

    def __init__(self, clock):
        self.clock, self.marks = clock, 0
        self.sections, self.author = [make_section(), make_section()], make_author()
        self.series = make_series()
        self.slug_of, self.section_of, self.tokens = {0: ""}, {}, [a_token(a_live_ad())]
        self.comments = []
        self.stories = [Story(make_article()) for _ in range(STORIES)]
        for story in self.stories:
            self.edit(story, True, False)
            self.comments.append(a_comment(story.article).pk)
            posted = receipt_url(a_held_comment(story.article), AUTHOR)
            self.tokens.append(posted.rstrip("/").rpartition("/")[2])
            # What never is for readers.
            services.add_note(story.article, by=None, text=self.said())
            share_draft(story.article, by=None, for_whom=self.said(), days=7)

    def said(self):
        self.marks += 1
        return f"seen{self.marks}x"

    # What the desk does. A refused verb changes nothing, which the readers notice if it does.

    def edit(self, story, to_another_address, is_autosaved):
        """Type a new text into every field."""
        said, before = self.said(), story.text
        mark = story.text = self.marks
        self.slug_of[mark] = said if to_another_address else self.slug_of[before]
        self.section_of[mark] = self.sections[mark % 2]
        Article.objects.filter(pk=story.article.pk).update(
            **{name: f"{said} {name}" for name in LINES},
            slug=self.slug_of[mark],
            body=f"<p>{said} word{mark}w</p>",
            section=self.section_of[mark],
            series=self.series if mark % 3 else None,
            lead_photo=make_photo(alt=said, caption=said, credit=said),
        )
        story.article.refresh_from_db()
        story.article.tags.set([make_tag(name=said, slug=said)])
        write_key_points(story.article, [(None, f"{said} point")])
        write_bylines(story.article, [(self.author.pk, "by")])
        write_sources(story.article, [{"kind": "person", "title": said, "url": "", "note": said}])
        write_related(story.article, [other.article.pk for other in self.stories_but(story)])
        if is_autosaved:
            services.note_working_text(story.article, by=None)
        else:
            services.keep(story.article, by=None, note=said)

    def stories_but(self, story):
        return [other for other in getattr(self, "stories", ()) if other is not story]

    def open_the_paper(self):
        """Begin with a story that is live, corrected and to be withdrawn, one that is due, and a draft."""
        self.publish(self.stories[0], None, True)
        self.correct(self.stories[0])
        self.withdraw(self.stories[0], 3)
        self.publish(self.stories[1], 2, True)

    def submit(self, story):
        services.submit_for_review(story.article, by=None)

    def publish(self, story, hours, substantive):
        at = self.hour(hours)
        services.publish(
            story.article, by=None, at=at, substantive=substantive, note=self.said(), checked=False
        )
        self.note_published(story, at or self.clock.now, substantive)

    def note_published(self, story, at, substantive):
        past, ahead = self.halves(story)
        latest = next((event for event in reversed(past) if event.mark is not None), None)
        published = latest.published if latest else at
        updated = published if not latest else at if substantive else latest.updated
        withdrawals = [event for event in ahead if event.mark is None]
        slug = self.slug_of[story.text]
        story.note(past + withdrawals, Event(at, story.text, slug, published, updated))

    def unschedule(self, story):
        services.unschedule(story.article, by=None)
        story.events, _ = self.halves(story)

    def restore(self, story, number):
        kept = list(story.article.editions.order_by("number"))
        edition = kept[number % len(kept)]
        services.restore(edition, by=None)
        story.text = int(MARK.search(edition.data["headline"])[1])
        again = editions.snapshot(Article.objects.get(pk=story.article.pk))
        assert again | {"names": {}} == edition.data | {"names": {}}

    def withdraw(self, story, hours):
        at, reason = self.hour(hours), self.said()
        services.withdraw(story.article, by=None, at=at, reason=reason)
        at = at or self.clock.now
        past, ahead = self.halves(story)
        stays = past + [event for event in ahead if event.mark is not None and event.at < at]
        story.note(stays, Event(at, None, reason=self.marks))

    def put_away(self, story):
        """Into the trash, or out of it."""
        away = Article.objects.get(pk=story.article.pk).trashed_at
        (services.recover if away else services.trash)(story.article, by=None)

    def erase(self, number):
        """Whatever stands in its way: off the paper, into the trash, and deleted for good."""
        story = self.stories[number]
        self.do("unschedule", number)
        self.do("withdraw", number, None)
        if not Article.objects.get(pk=story.article.pk).trashed_at:
            self.put_away(story)
        article = Article.objects.get(pk=story.article.pk)
        services.erase_article(article, by=make_editor(is_superuser=True), headline=article.headline)
        self.stories.remove(story)
        return story

    def correct(self, story):
        said, mark = self.said(), self.marks
        services.correct(story.article, by=None, kind="correction", text=said, checked=False)
        story.corrections.add(mark)
        self.note_published(story, self.clock.now, True)

    def place(self, story, hours):
        services.place_story(story.article, by=None, place="lead", starts_at=self.hour(hours))

    def wait(self, hours, to_the_second):
        self.clock.set(self.hour(hours) - (timedelta() if to_the_second else TICK))

    def hour(self, hours):
        """A whole hour ahead."""
        if hours is None:
            return None
        return self.clock.now.replace(minute=0, second=0, microsecond=0) + hours * HOUR

    def halves(self, story):
        now = self.clock.now
        return [e for e in story.events if e.at <= now], [e for e in story.events if e.at > now]

    def do(self, verb, *chosen):
        if verb != "wait":
            chosen = (self.stories[chosen[0]], *chosen[1:])
        try:
            with transaction.atomic():
                getattr(self, verb)(*chosen)
        except Refused:
            pass
