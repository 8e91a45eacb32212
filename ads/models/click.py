from django.db import models
from django.db.models import Q
from django.utils import timezone


class Reason(models.TextChoices):
    """Why a click was not charged, in the advertiser's words."""

    METHOD = "method", "a program asked about the link; nobody visited"
    PREFETCH = "prefetch", "a browser loaded the page ahead, before anybody asked for it"
    ROBOT = "robot", "a robot, not a reader"
    FORGED = "forged", "the link was altered or made up"
    STALE = "stale", "the ad had been on the screen for more than two hours"
    ELSEWHERE = "elsewhere", "the link was not followed from our page"
    TOO_SOON = "too_soon", "sooner than half a second after the ad appeared"
    STAFF = "staff", "one of our own staff"
    REPLAYED = "replayed", "the same link had been charged before"
    PAUSED = "paused", "the ad was not running"
    REPLACED = "replaced", "the ad had been replaced by a newer version"
    DOUBLE = "double", "the second click of the same reader within 30 seconds"
    OFTEN = "often", "more clicks from one network address than we charge for"
    BUDGET = "budget", "the ad's budget was used up: this one is on us"
    BALANCE = "balance", "the balance was used up: this one is on us"


class ClickQuerySet(models.QuerySet):
    """The words for asking which clicks there are."""

    def charged(self):
        return self.filter(reason="")

    def with_credit(self):
        """Clicks that say whether their charge was given back (``is_credited``)."""
        return self.annotate(is_credited=Q(transaction__reversed_by__isnull=False))


class Click(models.Model):
    """One click and its verdict: charged, or not charged for exactly one reason.

    A token is charged at most once, and noted at most once for each reason not to charge it. The evidence
    holds no network address and no full browser name.
    """

    token_hash = models.CharField(max_length=64)
    ad = models.ForeignKey("ads.Ad", models.PROTECT, related_name="clicks")
    version = models.ForeignKey("ads.AdVersion", models.PROTECT, related_name="clicks")
    place = models.CharField(max_length=20)
    viewed_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    client_hash = models.CharField(max_length=32)  # of address and agent, keyed with the day's salt
    address_hash = models.CharField(max_length=32)  # of the address alone, keyed alike
    browser = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=dict)
    reason = models.CharField("not charged because", max_length=12, choices=Reason.choices, blank=True)
    charged_cents = models.PositiveIntegerField(default=0)
    transaction = models.OneToOneField("ads.Transaction", models.PROTECT, null=True, related_name="click")

    objects = ClickQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash", "reason"], name="click_token_is_charged_once"),
            models.CheckConstraint(
                condition=Q(reason="", charged_cents__gt=0, transaction__isnull=False)
                | Q(reason__in=Reason.values, charged_cents=0, transaction__isnull=True),
                name="click_is_charged_or_has_one_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["ad", "-at"], name="click_by_ad"),
            models.Index(
                fields=["ad", "client_hash", "at"], name="click_charged_lately", condition=Q(reason="")
            ),
            models.Index(
                fields=["ad", "address_hash", "at"], name="click_charged_by_address", condition=Q(reason="")
            ),
        ]

    def __str__(self):
        return f"Click {self.pk}"

    @property
    def is_charged(self):
        return not self.reason


class RefusedDay(models.Model):
    """How many clicks of one day were not charged for a reason that anybody can repeat without end.

    Forged and replayed links are counted, not stored one by one: a stranger must not fill the disk.
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
