"""Which photos and recordings stand inside a text, so that none of them can be deleted meanwhile."""

from django.db import models
from django.db.models import Q


class Use(models.Model):
    """One thing of the library, named in the body of an article: the working one, or a release's.

    Kept by ``articles.services.uses`` in the transaction that stores the body.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="%(class)ss")
    # None for the working text.
    release = models.ForeignKey("articles.Release", models.CASCADE, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"the text of story {self.article_id}"


class PhotoUse(Use):
    photo = models.ForeignKey("articles.Photo", models.PROTECT, related_name="uses")

    class Meta(Use.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"], condition=Q(release=None), name="text_uses_a_photo_once"
            ),
            models.UniqueConstraint(fields=["release", "photo"], name="release_uses_a_photo_once"),
        ]


class RecordingUse(Use):
    recording = models.ForeignKey("articles.Recording", models.PROTECT, related_name="uses")

    class Meta(Use.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "recording"], condition=Q(release=None), name="text_uses_a_recording_once"
            ),
            models.UniqueConstraint(fields=["release", "recording"], name="release_uses_a_recording_once"),
        ]
