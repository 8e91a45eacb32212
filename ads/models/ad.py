import uuid
from urllib.parse import urlsplit

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ads.models.days import AdDay


class AdQuerySet(models.QuerySet):
    """The words for asking which ads there are."""

    def live(self, at):
        """Ads that may show at this moment: approved, in their time, and affordable or the house's own.

        An ad is affordable while its next click fits both its budget and the advertiser's balance.
        """
        price = F("version__price_cents")
        is_affordable = Q(
            budget_cents__gte=F("spent_cents") + price, advertiser__account__balance_cents__gte=price
        )
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=at)
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
        return self.filter(begun, not_over, Q(is_house=True) | is_affordable, state=Ad.State.APPROVED)

    def for_clicks(self):
        return self.filter(version__isnull=False).select_related("version")

    def for_serving(self, day):
        """With the version, the advertiser's balance, and what was spent on ``day`` under which cap."""
        today = AdDay.objects.filter(ad=OuterRef("pk"), day=day)
        return (
            self.select_related("version")
            .annotate(
                balance_cents=F("advertiser__account__balance_cents"),
                spent_today_cents=Coalesce(Subquery(today.values("spent_cents")), 0),
                is_begun=Exists(today),
                begun_cap_cents=Subquery(today.values("cap_cents")),
            )
            .order_by("pk")
        )


class Ad(models.Model):
    """One campaign: a budget, and the approved version that readers see."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("waiting for the e-mail address to be confirmed")
        WAITING = "waiting", _("waiting for our review")
        APPROVED = "approved", _("approved")
        PAUSED = "paused", _("paused")
        REJECTED = "rejected", _("not accepted")

    class PauseReason(models.TextChoices):
        ADVERTISER = "advertiser", _("by the advertiser")
        DESK = "desk", _("by the ad desk")
        LANDING = "landing", _("its landing page moved or no longer answers")
        DISPUTE = "dispute", _("a payment is disputed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    advertiser = models.ForeignKey("ads.Advertiser", models.PROTECT, related_name="ads")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    version = models.OneToOneField(
        "ads.AdVersion", models.PROTECT, null=True, blank=True, related_name="shown_by"
    )
    is_house = models.BooleanField("house ad", default=False, help_text="Our own: shown where no paid ad is.")
    pause_reason = models.CharField(max_length=12, choices=PauseReason.choices, blank=True)
    starts_at = models.DateTimeField("from", null=True, blank=True)
    ends_at = models.DateTimeField("until", null=True, blank=True)  # the first moment after its time
    daily_cap_cents = models.PositiveBigIntegerField("most in a day, in cents", null=True, blank=True)
    budget_cents = models.PositiveBigIntegerField()
    spent_cents = models.PositiveBigIntegerField(default=0)  # the charged clicks, less the credited ones
    end_told_at = models.DateTimeField(null=True, editable=False)  # the advertiser knows that it ended
    landing_queued_at = models.DateTimeField(null=True, editable=False)  # a look at where it leads
    policy_version = models.CharField(max_length=20)
    policy_accepted_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AdQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_house=False, budget_cents__gt=0) | Q(is_house=True, budget_cents=0),
                name="ad_has_a_budget_unless_it_is_the_houses",
            ),
            models.CheckConstraint(
                condition=Q(daily_cap_cents__isnull=True) | Q(daily_cap_cents__gt=0),
                name="ad_daily_cap_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="ad_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(pause_reason="") | Q(state="paused"),
                name="ad_pause_reason_only_when_paused",
            ),
            models.CheckConstraint(
                condition=Q(spent_cents__gte=0, spent_cents__lte=F("budget_cents")),
                name="ad_never_spends_more_than_its_budget",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paused"]) | Q(version__isnull=False),
                name="ad_is_approved_only_with_a_version",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="ad_by_state")]

    def __str__(self):
        return f"Ad {self.pk}"

    @property
    def has_ended(self):
        """Whether its last day is over, or somebody stopped it."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def is_to_come(self):
        return self.starts_at is not None and self.starts_at > timezone.now()

    @property
    def left_cents(self):
        return self.budget_cents - self.spent_cents

    @property
    def cap_today_cents(self):
        """The cap of the day that an ad was read ``for_serving``: its own copy once it has one."""
        return self.begun_cap_cents if self.is_begun else self.daily_cap_cents

    @property
    def has_spent_its_day(self):
        """Whether that day's cap has no room for another click."""
        cap = self.cap_today_cents
        return cap is not None and cap < self.spent_today_cents + self.version.price_cents


class AdVersionQuerySet(models.QuerySet):
    """The words for asking which versions there are."""

    def waiting(self):
        """Versions that an editor has yet to decide on, the longest wait first."""
        undecided = self.filter(approved_at=None, rejected_at=None)
        return undecided.exclude(ad__state=Ad.State.UNCONFIRMED).order_by("submitted_at", "pk")

    def reported(self, least):
        """Versions that ``least`` readers or more have reported and nobody has looked at since."""
        reported = models.Count("reports", filter=Q(reports__closed_at=None))
        asking = self.annotate(reported=reported).filter(reported__gte=least)
        return asking.order_by("-reported", "pk")


class AdVersion(models.Model):
    """What one version of an ad says and where it leads; frozen for good (by trigger) once approved."""

    # What an advertiser types of it; the picture is a file.
    WORDS = (
        "headline", "text", "call_to_action", "alt", "landing_url", "paid_by",
        "sections", "tags", "avoid_words", "devices", "weekdays",
    )  # fmt: skip

    ad = models.ForeignKey(Ad, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    headline = models.CharField(max_length=50)
    text = models.CharField(max_length=100)
    call_to_action = models.CharField(max_length=20)
    image = models.CharField(max_length=200, help_text="Its name in the storage.")
    alt = models.CharField("alternative text", max_length=150)
    landing_url = models.CharField("landing address", max_length=2000)  # byte for byte as it was given
    paid_by = models.CharField("paid for by", max_length=80)
    price_cents = models.PositiveIntegerField("price of a click, in cents")
    # Plain words, lists of slugs: where it wants to stand (nothing: anywhere), and what it keeps away from.
    sections = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    avoid_words = models.JSONField("words to avoid", default=list, blank=True)
    devices = models.JSONField(default=list, blank=True)  # values of Device; nothing: any
    weekdays = models.JSONField(default=list, blank=True)  # 1 (Monday) to 7, in order; nothing: any
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    rejected_at = models.DateTimeField(null=True, editable=False)
    rejection_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "newsroom.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AdVersionQuerySet.as_manager()

    class Meta:
        ordering = ["ad", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["ad", "number"], name="ad_version_number_is_unique"),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="ad_version_price_is_positive"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True),
                name="ad_version_is_approved_or_rejected",
            ),
            models.CheckConstraint(
                condition=Q(rejected_at__isnull=True) | ~Q(rejection_reason=""),
                name="ad_version_rejected_has_a_reason",
            ),
        ]

    def __str__(self):
        return self.headline

    @property
    def words(self) -> dict:
        """What its advertiser typed, by the names in WORDS."""
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def weekday_names(self) -> list[str]:
        return [str(WEEKDAYS[number - 1]) for number in self.weekdays]

    @property
    def is_for_today(self):
        return not self.weekdays or timezone.localdate().isoweekday() in self.weekdays

    @property
    def image_url(self):
        return default_storage.url(self.image)

    @property
    def landing_host(self):
        return urlsplit(self.landing_url).hostname

    @property
    def is_decided(self):
        return bool(self.approved_at or self.rejected_at)
