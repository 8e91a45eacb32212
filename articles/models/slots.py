"""Places on the front page and on the sections' fronts that the desk fills by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom import clock
from newsroom.kept import Named, Words


class FrontSlotQuerySet(Words):
    def on_front(self, section=None):
        """The slots of a section's front; of the paper's front page without ``section``."""
        if section is None:
            return self.filter(section=None).naming("front")
        return self.filter(section=section).naming(f"section-{section.pk}")

    def standing(self, at=None):
        """Slots whose interval holds ``at`` (default now): starts_at <= at < ends_at."""
        at = at or clock.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def ahead(self, at=None):
        """Slots that stand at ``at`` (default now) or will: what can still be arranged."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at or clock.now()))


class FrontSlot(Named):
    class Place(models.TextChoices):
        BREAKING = "breaking", "Breaking"
        LEAD = "lead", "Lead"
        SECOND = "second", "Second tier"
        PICKS = "picks", "Picks"

    place = models.CharField(max_length=8, choices=Place)
    section = models.ForeignKey(
        "articles.Section",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="front_slots",
        db_index=False,
        help_text="Empty: the front page.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="front_slots")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="front_slot_begins_before_it_ends",
            )
        ]
        indexes = [models.Index(fields=["section", "starts_at", "ends_at"], name="front_slot_standing")]

    def __str__(self):
        return f"{self.get_place_display()}: {self.article}"

    @property
    def kept_name(self):
        return "front" if self.section_id is None else f"section-{self.section_id}"
