"""What the desk says to itself about an article; readers, previews and exports never see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class NoteQuerySet(models.QuerySet):
    def unresolved(self):
        return self.filter(resolved_at=None)


class Note(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="notes", db_index=False)
    text = models.TextField(max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        indexes = [models.Index(fields=["article", "at", "id"], name="note_of_article")]

    def __str__(self):
        return self.text[:60]
