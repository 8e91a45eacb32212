"""Who has an article open at the desk."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PresenceQuerySet(models.QuerySet):
    def seen_since(self, moment):
        """Whoever gave a sign of life after ``moment``, the longest there first."""
        return self.filter(seen_at__gt=moment).order_by("since", "pk")


class Presence(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    took_over_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_is_one_row_each")]

    def __str__(self):
        return f"{self.user} since {self.since:%F %T}"
