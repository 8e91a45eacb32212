"""How often an article was read, by day: a number, and nothing about anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.kept import Named, Words


class DailyReads(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="reads", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = Words.as_manager()

    class Meta:
        ordering = ["-day", "-count", "-pk"]
        verbose_name_plural = "daily reads"
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="reads_are_counted_once_a_day")
        ]
        indexes = [models.Index(fields=["day", "article", "count"], name="reads_by_day")]

    def __str__(self):
        return f"{self.day}: {self.count}"


class MostReadQuerySet(Words):
    def in_the_paper(self):
        """All of the lists, each from its first place down."""
        return self.naming("most-read")


class MostRead(Named):
    """A place in a list of the most read, made from the daily numbers every ten minutes (``rank_reads``)."""

    class Stretch(models.TextChoices):
        DAY = "day", _("Today")
        WEEK = "week", _("Last seven days")
        MONTH = "month", _("Last thirty days")

    stretch = models.CharField(max_length=5, choices=Stretch)
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")

    objects = MostReadQuerySet.as_manager()

    class Meta:
        ordering = ["stretch", "place", "-pk"]
        verbose_name_plural = "most read"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["stretch", "place"], name="most_read_place_is_taken_once")
        ]

    def __str__(self):
        return f"{self.get_stretch_display()}, {self.place}"

    @property
    def kept_name(self):
        return f"article-{self.article_id}"
