"""How often an article was read, by day: a number, and nothing about anybody."""

from django.db import models

from newsroom.kept import Words


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
