from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AdReportQuerySet(models.QuerySet):
    """The words for asking which reports there are."""

    def open(self):
        return self.filter(closed_at=None)


class AdReport(models.Model):
    """A reader's word that something is wrong with an ad; one from each sender for each version."""

    class Why(models.TextChoices):
        FALSE = "false", _("It says something untrue")
        BROKEN = "broken", _("It leads to something else than it says")
        OFFENSIVE = "offensive", _("It offends or attacks people")
        ILLEGAL = "illegal", _("It offers something illegal or dangerous")
        OTHER = "other", _("Something else")

    version = models.ForeignKey("ads.AdVersion", models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=32, help_text="A keyed hash of the address, for one month.")
    why = models.CharField(max_length=9, choices=Why.choices)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = AdReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "reporter"], name="ad_report_is_one_a_reader")
        ]
        indexes = [models.Index(fields=["closed_at", "version"], name="ad_report_open")]

    def __str__(self):
        return self.get_why_display()
