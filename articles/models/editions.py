"""Editions: what the working text was at each save."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Edition(models.Model):
    """An immutable snapshot of an article; a trigger keeps it from being changed or deleted."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    is_substantive = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_is_given_once")
        ]

    def __str__(self):
        return f"Edition {self.number}"
