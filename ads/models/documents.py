from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A receipt or a credit note, as it was issued. Append-only (by trigger).

    One for each move of money between an advertiser and us, numbered without gaps. ``cents`` is the whole
    amount; the tax is part of it. Seller and buyer are copies: what they were at the time.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        CREDIT_NOTE = "credit_note", _("credit note")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveBigIntegerField()
    transaction = models.OneToOneField("ads.Transaction", models.PROTECT, related_name="document")
    advertiser = models.ForeignKey("ads.Advertiser", models.PROTECT, related_name="documents")
    at = models.DateTimeField(default=timezone.now)
    cents = models.PositiveBigIntegerField("amount, in cents")
    tax_basis_points = models.PositiveIntegerField("tax, in hundredths of a percent", default=0)
    tax_cents = models.PositiveBigIntegerField(default=0)
    words = models.CharField("for", max_length=200)
    seller_name = models.CharField(max_length=200)
    seller_address = models.TextField(blank=True)
    seller_tax_number = models.CharField(max_length=40, blank=True)
    buyer_name = models.CharField(max_length=200)
    buyer_address = models.TextField(blank=True)
    buyer_tax_number = models.CharField(max_length=40, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="document_number_is_unique"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, number__gt=0, tax_cents__lte=models.F("cents")),
                name="document_is_about_something",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display().capitalize()} {self.title}"

    @property
    def title(self):
        return f"{'R' if self.kind == self.Kind.RECEIPT else 'C'}-{self.number:06}"

    @property
    def net_cents(self):
        return self.cents - self.tax_cents


class DocumentCounter(models.Model):
    """The last number given to a document of one kind; it moves in the transaction of the document."""

    kind = models.CharField(max_length=12, choices=Document.Kind.choices, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["kind"]

    def __str__(self):
        return f"{self.kind} {self.last}"
