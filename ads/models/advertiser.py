import uuid

from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone


class AdvertiserQuerySet(models.QuerySet):
    """The words for asking who advertises."""

    def of_address(self, email):
        """The confirmed advertiser of an address, as the constraint says what the same address is."""
        return self.alias(address=Lower("email")).filter(
            address=Lower(Value(email)), confirmed_at__isnull=False
        )


class Advertiser(models.Model):
    """Somebody who pays for ads, known by an e-mail address that they have shown to be theirs."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    low_told_at = models.DateTimeField(null=True, editable=False)  # until more is paid
    secret = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        unique=True,
        help_text="What the addresses given to the advertiser are made of; a new one ends them all.",
    )

    objects = AdvertiserQuerySet.as_manager()
    # What receipts and credit notes say about the buyer, as the advertiser last typed it.
    billing_name = models.CharField(max_length=200, blank=True)
    billing_address = models.TextField(blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    tax_basis_points = models.PositiveIntegerField(
        "tax, in hundredths of a percent", null=True, blank=True, help_text="Empty: the paper's own rate."
    )

    class Meta:
        ordering = ["email", "-pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="advertiser_email_is_unique_without_case")
        ]

    def __str__(self):
        return self.name or self.email
