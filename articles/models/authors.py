"""Who writes and photographs."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import models

from newsroom.kept import Named, Words


class PageElsewhere(NamedTuple):
    href: str
    name: str  # as it is said: host and path


class AuthorQuerySet(Words):
    def who_know_about(self, tag):
        """The authors whose subject ``tag`` is."""
        return self.filter(topics=tag).naming("authors")


class Author(Named):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=120, blank=True, help_text="For example: Economics correspondent.")
    bio = models.TextField(blank=True)
    email = models.EmailField(
        "public e-mail address", blank=True, help_text="Readers see it. Empty: they see none."
    )
    links = models.TextField(
        "pages elsewhere", blank=True, help_text="One https address a line, for example a profile."
    )
    topics = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="experts", help_text="What they know most about."
    )
    portrait = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="portrait_of"
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/author/{self.slug}/"

    @property
    def addresses(self) -> list[PageElsewhere]:
        """Pages elsewhere, each with how it is called: its host and path."""
        return [PageElsewhere(line, _called(line)) for line in self.links.split() if _is_web(line)]

    @property
    def shown_portrait(self):
        """The portrait, unless its licence has ended."""
        return self.portrait if self.portrait and self.portrait.is_usable() else None

    @property
    def kept_name(self):
        """The author's own words, under each of their articles; ``author-<pk>`` names the set of these."""
        return f"about-author-{self.pk}"


def _is_web(line):
    return line.startswith("https://")


def _called(address):
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket without its other half
        return address
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
