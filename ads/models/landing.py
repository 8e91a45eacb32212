from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LandingCheck(models.Model):
    """One visit of ours to the page that a version of an ad leads to, and what came of it."""

    class Outcome(models.TextChoices):
        WORKS = "works", _("The page answers.")
        CLOSED = "closed", _("The page answers, but not to programs: please open it yourself.")
        MOVED = "moved", _("The address leads to another site now.")
        DEAD = "dead", _("The page does not answer.")

    version = models.ForeignKey("ads.AdVersion", models.CASCADE, related_name="landing_checks")
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    host = models.CharField("host in the end", max_length=253)
    said = models.CharField("status or failure", max_length=40)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["version", "-at", "-id"], name="landing_check_of_version")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["works", "closed", "moved", "dead"]),
                name="landing_check_outcome_is_known",
            )
        ]

    def __str__(self):
        return f"{self.host}: {self.get_outcome_display()}"
