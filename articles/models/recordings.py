"""Audio and video of the library, stored once by digest."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.kept import Named, Words


class Recording(Named):
    class Kind(models.TextChoices):
        AUDIO = "audio", "Audio"
        VIDEO = "video", "Video"

    file = models.FileField(upload_to="recordings/", max_length=200)
    kind = models.CharField(max_length=5, choices=Kind, editable=False)
    content_type = models.CharField(max_length=60, editable=False)
    size_bytes = models.PositiveBigIntegerField(editable=False)
    title = models.CharField(max_length=200)
    transcript = models.TextField(blank=True)
    credit = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = Words.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.title
