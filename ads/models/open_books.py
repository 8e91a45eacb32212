from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.kept import Words

PUBLIC = "books"  # what the public page of the books is kept under


class PublicRows(Words):
    """The words for asking what the public page shows."""

    def public(self):
        return self.naming(PUBLIC)


class BookDay(models.Model):
    """The clicks of one day in the site's zone, closed for good (by trigger) when the day is over.

    Each row's hash is made of the row and of the hash before it: who changes a cent of a past day changes
    every hash after it.
    """

    day = models.DateField(primary_key=True)
    charged = models.PositiveBigIntegerField("clicks charged")
    charged_cents = models.PositiveBigIntegerField()
    credited = models.PositiveBigIntegerField("clicks given back on this day")
    credited_cents = models.PositiveBigIntegerField()
    refused = models.JSONField("clicks not charged, by reason", default=dict)
    hash = models.CharField(max_length=64)

    objects = PublicRows.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return self.day.isoformat()

    @property
    def line(self):
        """What the hash is made of, and what the CSV says."""
        refused = " ".join(f"{reason}={self.refused[reason]}" for reason in sorted(self.refused))
        figures = (self.charged, self.charged_cents, self.credited, self.credited_cents)
        return ",".join([self.day.isoformat(), *map(str, figures), refused])


class BooksAudit(models.Model):
    """What one audit of the books found."""

    at = models.DateTimeField(default=timezone.now)
    invariants = models.PositiveIntegerField()
    transactions = models.PositiveBigIntegerField()
    clicks = models.PositiveBigIntegerField()
    faults = models.TextField(blank=True)

    objects = PublicRows.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Audit of {self.at:%Y-%m-%d %H:%M}"


class ClickAlert(models.Model):
    """Clicks of one ad on one day that look odd, for the desk to look at."""

    class Pattern(models.TextChoices):
        ONE_ADDRESS = "address", _("many clicks from one network address")
        ONE_NETWORK = "network", _("many clicks from one network")
        HIGH_RATE = "rate", _("more clicks than views explain")
        SPIKE = "spike", _("far more clicks than in the week before")

    class State(models.TextChoices):
        OPEN = "open", "to be looked at"
        CREDITED = "credited", "credited"
        DISMISSED = "dismissed", "found to be right"

    ad = models.ForeignKey("ads.Ad", models.PROTECT, related_name="alerts")
    day = models.DateField()
    pattern = models.CharField(max_length=8, choices=Pattern.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    clicks = models.PositiveBigIntegerField("clicks charged")
    odd = models.PositiveBigIntegerField("of these odd")
    views = models.PositiveBigIntegerField(default=0)
    click_ids = models.JSONField(null=True)  # which are odd; null: all of that day
    credited_cents = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "newsroom.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ad", "day", "pattern"], name="click_alert_is_raised_once"),
            models.CheckConstraint(
                condition=Q(odd__lte=models.F("clicks")), name="click_alert_is_about_some_of_the_clicks"
            ),
        ]

    def __str__(self):
        return f"{self.get_pattern_display()}, {self.day}".capitalize()
