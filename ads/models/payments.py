import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Checkout(models.Model):
    """One payment that an advertiser means to make; the amount in the books comes from here alone."""

    class State(models.TextChoices):
        ASKED = "asked", _("being prepared")
        OPEN = "open", _("to be paid")
        PAID = "paid", _("paid")
        ENDED = "ended", _("not paid in time")
        FAILED = "failed", _("could not be prepared")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    advertiser = models.ForeignKey("ads.Advertiser", models.PROTECT, related_name="checkouts")
    provider = models.CharField("paid by", max_length=12)
    cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    session_id = models.CharField(max_length=200, blank=True)  # the provider's name for it
    provider_payment = models.CharField(max_length=200, blank=True)  # its name for the money
    page_url = models.CharField("where it is paid", max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    disputed_at = models.DateTimeField(null=True)
    payment = models.OneToOneField("ads.Transaction", models.PROTECT, null=True, related_name="checkout")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="checkout_is_about_something"),
            models.CheckConstraint(
                condition=Q(state="paid", payment__isnull=False)
                | (~Q(state="paid") & Q(payment__isnull=True)),
                name="checkout_is_paid_by_a_payment",
            ),
            models.UniqueConstraint(
                fields=["provider", "session_id"],
                condition=~Q(session_id=""),
                name="checkout_session_is_one",
            ),
        ]
        indexes = [models.Index(fields=["provider_payment"], name="checkout_by_payment")]

    def __str__(self):
        return f"Checkout {self.reference}"

    @property
    def reference(self):
        """What the advertiser writes on a transfer."""
        return f"AD-{self.public_id.hex[:10].upper()}"


class Refund(models.Model):
    """Money that goes back to an advertiser: asked for, then paid out by the provider or by staff."""

    class State(models.TextChoices):
        ASKED = "asked", "to be paid out"
        PAID = "paid", "paid out"
        RETURNED = "returned", "came back"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    advertiser = models.ForeignKey("ads.Advertiser", models.PROTECT, related_name="refunds")
    checkout = models.ForeignKey(
        Checkout, models.PROTECT, null=True, related_name="refunds", help_text="The payment it goes back to."
    )
    provider = models.CharField("paid out by", max_length=12)
    cents = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    reference = models.CharField(max_length=200, blank=True)  # the provider's, or the bank's
    fault = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    posting = models.OneToOneField("ads.Transaction", models.PROTECT, related_name="refund")
    payout = models.OneToOneField("ads.Transaction", models.PROTECT, null=True, related_name="refund_paid")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_is_about_something"),
            models.CheckConstraint(
                condition=Q(state="asked", payout__isnull=True)
                | Q(state__in=["paid", "returned"], payout__isnull=False),
                name="refund_is_paid_by_a_payout",
            ),
        ]

    def __str__(self):
        return f"Refund {self.pk}"


class ProviderEvent(models.Model):
    """What a payment provider told us, once for each of its events, and what came of it.

    Words that are not signed by the provider are counted in one row a day: a stranger must not fill the disk.
    """

    class State(models.TextChoices):
        TAKEN = "taken", "in the books"
        WAITING = "waiting", "waits for its payment"
        IGNORED = "ignored", "nothing to do"
        REFUSED = "refused", "refused"

    provider = models.CharField(max_length=12)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)  # of the session, refund or dispute it is about
    provider_payment = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    outcome = models.CharField(max_length=300, blank=True)
    checkout = models.ForeignKey(Checkout, models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    deliveries = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_counts_once")
        ]
        indexes = [
            models.Index(fields=["subject"], name="provider_event_by_subject"),
            models.Index(fields=["provider_payment"], name="provider_event_by_payment"),
        ]

    def __str__(self):
        named = self.event_id.startswith(self.kind)  # what was forged is named by its day
        return self.event_id if named else f"{self.kind} {self.event_id}"
