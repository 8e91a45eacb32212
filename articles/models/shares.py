"""Links that show a draft to somebody without an account."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class ShareLinkQuerySet(models.QuerySet):
    def open(self, at):
        """Links that still open at ``at``: neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class ShareLink(models.Model):
    """The token itself is in the link only; the hash finds the row again."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    for_whom = models.CharField(max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__lt=F("expires_at")), name="share_link_opens_for_a_while"
            )
        ]

    def __str__(self):
        return f"For {self.for_whom}"


class ShareOpening(models.Model):
    """When a link was opened, and nothing of who did."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "at"], name="share_opening_of_link")]

    def __str__(self):
        return f"Opened {self.at:%F %T}"
