"""What an edit replaced."""

from django.db import models
from django.utils import timezone


class Revision(models.Model):
    """The text of a comment before its author edited it."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="revisions")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.text[:60]
