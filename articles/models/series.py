"""A running story: articles that belong together, followed for as long as it lasts."""

from django.db import models

from newsroom.kept import Named, Words


class SeriesQuerySet(Words):
    def in_the_paper(self):
        """All series, those that still run first."""
        return self.order_by("-is_running", "name", "-pk").naming("series")


class Series(Named):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(max_length=500, blank=True)
    is_running = models.BooleanField("still runs", default=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-pk"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/series/{self.slug}/"

    @property
    def kept_name(self):
        """The series' own words, on every article of it; ``series-<pk>`` names the set of its articles."""
        return f"about-series-{self.pk}"
