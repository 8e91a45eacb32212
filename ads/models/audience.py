from django.db import models
from django.utils import timezone

from newsroom.kept import Named, Words


class Audience(Named):
    """What all ads had in a week, on the average of the last four: one row, made anew daily."""

    shown_a_week = models.PositiveBigIntegerField()
    clicks_a_week = models.PositiveBigIntegerField()
    since = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = Words.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.shown_a_week} views, {self.clicks_a_week} clicks"

    @property
    def kept_name(self):
        return AUDIENCE


AUDIENCE = "ads-audience"
