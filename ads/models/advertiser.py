import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Advertiser(models.Model):
    """Somebody who pays for ads, known by an e-mail address that they have shown to be theirs."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    secret = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        unique=True,
        help_text="What the addresses given to the advertiser are made of; a new one ends them all.",
    )

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
