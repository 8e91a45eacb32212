"""What a story stands on, and what it points to: rows of the working text."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A document, person or outlet that a story rests on; readers see them in order."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document")
        PERSON = "person", _("Person")
        OUTLET = "outlet", _("Other outlet")
        ANONYMOUS = "anonymous", _("Anonymous")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DOCUMENT)
    title = models.CharField(max_length=300)
    url = models.CharField("address", max_length=2000, blank=True)
    note = models.CharField(
        max_length=300, blank=True, help_text="For an anonymous source: why the name is withheld."
    )

    class Meta:
        ordering = ["position", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="source_has_its_own_position")
        ]

    def __str__(self):
        return self.title


class RelatedPick(models.Model):
    """Another story that the desk chose to stand below this one."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_picks")
    position = models.PositiveSmallIntegerField(default=0)
    other = models.ForeignKey("articles.Article", models.CASCADE, related_name="picked_by")

    class Meta:
        ordering = ["position", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_story_is_picked_once"),
            models.CheckConstraint(
                condition=~Q(article=F("other")), name="related_story_is_another_than_the_article"
            ),
        ]

    def __str__(self):
        return f"{self.position}: article {self.other_id}"
