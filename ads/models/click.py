from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a click was not charged, in the advertiser's words."""

    METHOD = "method", _("a program asked about the link; nobody visited")
    PREFETCH = "prefetch", _("a browser loaded the page ahead, before anybody asked for it")
    ROBOT = "robot", _("a robot, not a reader")
    FORGED = "forged", _("the link was altered or made up")
    STALE = "stale", _("the ad had been on the screen for more than two hours")
    ELSEWHERE = "elsewhere", _("the link was not followed from our page")
    TOO_SOON = "too_soon", _("sooner than half a second after the ad appeared")
    STAFF = "staff", _("one of our own staff")
    OWN = "own", _("the advertiser's own click")
    INTERNAL = "internal", _("from the paper's own network")
    NETWORK = "network", _("from a network of machines, not of readers")
    BROWSER = "browser", _("another browser than the one that was shown the ad")
    HOUSE = "house", _("an ad of the paper itself")
    REPLAYED = "replayed", _("the same link had been charged before")
    PAUSED = "paused", _("the ad was not running")
    REPLACED = "replaced", _("the ad had been replaced by a newer version")
    DATES = "dates", _("before the ad's first day or after its last")
    DOUBLE = "double", _("the second click of the same reader within 30 seconds")
    OFTEN = "often", _("more clicks from one network address than we charge for")
    BUDGET = "budget", _("the ad's budget was used up: this one is on us")
    DAY = "day", _("the day's limit was used up: this one is on us")
    BALANCE = "balance", _("the balance was used up: this one is on us")


class Device(models.TextChoices):
    """What an ad was shown on, as far as the browser says it."""

    PHONE = "phone", _("phone or tablet")
    COMPUTER = "computer", _("computer")


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
    section = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=8, choices=Device.choices, blank=True)
    viewed_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    # Of address and agent, of the address, and of the network around it, keyed with the day's salt; blank
    # once forgotten.
    client_hash = models.CharField(max_length=32, blank=True)
    address_hash = models.CharField(max_length=32, blank=True)
    network_hash = models.CharField(max_length=32, blank=True)
    gpc = models.BooleanField(
        "Global Privacy Control", default=False, help_text="The reader asked so: keys go after one day."
    )
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
            models.Index(fields=["-at", "-id"], name="click_by_time"),
            models.Index(fields=["client_hash", "at"], name="click_charged_lately", condition=Q(reason="")),
            models.Index(
                fields=["address_hash", "at"], name="click_charged_by_address", condition=Q(reason="")
            ),
            models.Index(
                fields=["address_hash", "at"], name="click_refused_by_address", condition=~Q(reason="")
            ),
            models.Index(fields=["at"], name="click_with_keys", condition=~Q(address_hash="")),
        ]

    def __str__(self):
        return f"Click {self.pk}"

    @property
    def is_charged(self):
        return not self.reason
