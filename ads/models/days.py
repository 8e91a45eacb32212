"""What is added up by the day, in the site's zone: spending, showings, refused clicks; and own keys."""

from django.db import models
from django.db.models import F, Q

from ads.models.click import Device, Reason


class AdDay(models.Model):
    """What one ad spent on one day: charged clicks, less the credited ones, never above the day's cap.

    The cap is copied from the ad when the day's first click makes the row; a new cap is for the next day.
    """

    ad = models.ForeignKey("ads.Ad", models.PROTECT, related_name="days")
    day = models.DateField()
    spent_cents = models.PositiveBigIntegerField(default=0)
    cap_cents = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-day", "ad", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ad", "day"], name="ad_day_is_one_row"),
            models.CheckConstraint(
                condition=Q(cap_cents__isnull=True) | Q(spent_cents__lte=F("cap_cents")),
                name="ad_day_never_spends_more_than_its_cap",
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.spent_cents} cents"


class ViewDay(models.Model):
    """How often a version was shown on one day in one place, and how often it was surely seen."""

    ad = models.ForeignKey("ads.Ad", models.PROTECT, related_name="view_days")
    version = models.ForeignKey("ads.AdVersion", models.PROTECT, related_name="view_days")
    day = models.DateField()
    place = models.CharField(max_length=20)
    section = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=8, choices=Device.choices)
    served = models.PositiveBigIntegerField(default=0)
    seen = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "place", "section", "device", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "day", "place", "section", "device"], name="view_day_is_one_row"
            )
        ]
        indexes = [models.Index(fields=["ad", "day"], name="view_day_by_ad")]

    def __str__(self):
        return f"{self.day}: served {self.served}, seen {self.seen}"


class RefusedDay(models.Model):
    """How many clicks of one day were not charged for a reason, beside those that are kept one by one.

    Forged, replayed and over-rate clicks are only counted: a stranger must not fill the disk. The others
    join them here when their evidence is as old as it may get.
    """

    ad = models.ForeignKey("ads.Ad", models.PROTECT, related_name="refused_days")
    day = models.DateField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "reason", "-pk"]
        constraints = [models.UniqueConstraint(fields=["ad", "day", "reason"], name="refused_day_is_one_row")]

    def __str__(self):
        return f"{self.day}: {self.count} times: {self.get_reason_display()}"


class OwnKey(models.Model):
    """A network address, as the day's keyed hash, from which an advertiser used the site that day.

    Clicks on the advertiser's own ads from there are not charged. Forgotten after two days.
    """

    advertiser = models.ForeignKey("ads.Advertiser", models.CASCADE, related_name="own_keys")
    day = models.DateField(db_index=True)
    address_hash = models.CharField(max_length=32)

    class Meta:
        ordering = ["-day", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["advertiser", "address_hash", "day"], name="own_key_is_one_row")
        ]

    def __str__(self):
        return f"A key of {self.day}"
