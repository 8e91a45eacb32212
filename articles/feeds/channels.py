"""What a feed says of itself and of its entries, before RSS, Atom or JSON write it down.

All of it comes from the content: the same stories make the same bytes, whenever they are read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from django.conf import settings
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Author, Correction, Series
from articles.wire import FORMATS, Story
from newsroom.site import absolute

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a feed has a date, even one without entries
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One item: a story, or a correction (then without people, picture and text of its own)."""

    guid: str
    title: str
    url: str
    published_at: datetime
    updated_at: datetime
    summary: str
    html: str
    story: Story | None = None

    @classmethod
    def of_story(cls, story: Story) -> "Entry":
        return cls(
            guid=story.guid,
            title=story.release.headline,
            url=story.url,
            published_at=_to_the_second(story.release.published_at),
            updated_at=_to_the_second(story.release.updated_at),
            summary=story.summary,
            html=story.whole_html,
            story=story,
        )

    @classmethod
    def of_correction(cls, correction: Correction) -> "Entry":
        """``correction`` comes from ``with_article``."""
        at = _to_the_second(correction.at)
        return cls(
            guid=f"tag:{settings.SITE.hostname},{at:%Y-%m-%d}:correction-{correction.pk}",
            title=f"{correction.get_kind_display()}: {correction.headline}",
            url=absolute(correction.article_href),
            published_at=at,
            updated_at=at,
            summary=correction.text,
            html="",
        )

    @property
    def summary_html(self) -> SafeString:
        """The same in markup: what reads RSS takes any description for HTML."""
        points = self.story.release.key_points if self.story else []
        if not points:
            return linebreaks(self.summary, autoescape=True)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((p["text"],) for p in points)))

    @property
    def published_822(self) -> str:
        return format_datetime(self.published_at)

    @property
    def tags(self) -> list[str]:
        """Its section and its tags."""
        return [self.story.release.section.name, *(tag.name for tag in self.story.tags)] if self.story else []


@dataclass(frozen=True)
class Channel:
    """One feed. ``path`` is the page that it is the feed of, unless that is ``page``."""

    path: str
    title: str
    description: str
    entries: list[Entry] = field(default_factory=list)
    page: str = ""

    @property
    def page_url(self) -> str:
        return absolute(self.page or self.path)

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=_NEVER)

    @property
    def updated_822(self) -> str:
        return format_datetime(self.updated_at)

    def url(self, form: str) -> str:
        """Its own address as ``form``, one of FORMATS."""
        return absolute(f"{self.path}{FORMATS[form]}")


def site_channel(stories: Iterable[Story] = ()) -> Channel:
    description = settings.SITE_TAGLINE or settings.SITE_NAME
    return Channel("/", settings.SITE_NAME, description, _entries(stories))


def channel_of(subject, stories: Iterable[Story] = ()) -> Channel:
    """The feed of a section, tag, author or series."""
    kind = type(subject)
    words = subject.bio if kind is Author else getattr(subject, "description", "")
    standard = (
        _("The latest stories of %(paper)s by %(subject)s.")
        if kind is Author
        else _("The latest stories of %(paper)s: %(subject)s.")
    ) % {"paper": settings.SITE_NAME, "subject": subject}
    title = f"{subject} · {settings.SITE_NAME}"
    if kind is Series:
        title = _("%(subject)s (series)") % {"subject": subject} + f" · {settings.SITE_NAME}"
    return Channel(subject.get_absolute_url(), title, words or standard, _entries(stories))


def corrections_channel(corrections: Iterable[Correction] = ()) -> Channel:
    return Channel(
        "/corrections/",
        f"{_('Corrections')} · {settings.SITE_NAME}",
        _("What %(paper)s had wrong, and how it is right.") % {"paper": settings.SITE_NAME},
        [Entry.of_correction(correction) for correction in corrections],
    )


def fit_for_xml(text: str) -> str:
    """Return ``text`` without the characters that no XML document may hold, however written."""
    return _NOT_IN_XML.sub("", text)


def _entries(stories):
    return [Entry.of_story(story) for story in stories]


def _to_the_second(moment):
    """In the site's zone, as every page says it."""
    return localtime(moment).replace(microsecond=0)
