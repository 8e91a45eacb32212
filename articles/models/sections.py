"""Where an article stands: one section, any number of tags."""

from django.db import models

from newsroom.kept import Named, Words


class SectionQuerySet(Words):
    def for_navigation(self):
        """All sections in the paper's order."""
        return self.naming("sections")


class Section(Named):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="The order in the navigation.")
    description = models.CharField(max_length=300, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/section/{self.slug}/"

    @property
    def kept_name(self):
        """The navigation names all sections on every page; ``section-<pk>`` is the set of its articles."""
        return "sections"


class Tag(Named):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    objects = Words.as_manager()

    class Meta:
        ordering = ["name", "-pk"]

    def __str__(self):
        return self.name

    @property
    def kept_name(self):
        """The tag itself, on every article that bears it; ``tag-<pk>`` names the set of its articles."""
        return f"about-tag-{self.pk}"
