from django.db import models
from django.db.models import Q
from django.utils import timezone


class Account(models.Model):
    """One side of the books.

    Money of advertisers (``advertiser:12``) is guarded: its balance is cached here and can never go below
    zero. ``cash`` (received) and ``earned`` (charged clicks) keep no cached balance: every click would wait
    for that one row; theirs is the sum of their entries.
    """

    class Kind(models.TextChoices):
        ADVERTISER = "advertiser", "advertiser's balance"
        CASH = "cash", "money received"
        EARNED = "earned", "earned by clicks"

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    advertiser = models.OneToOneField("ads.Advertiser", models.PROTECT, null=True, related_name="account")
    balance_cents = models.BigIntegerField("balance, in cents", null=True)

    class Meta:
        ordering = ["kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="advertiser", advertiser__isnull=False, balance_cents__isnull=False)
                | (~Q(kind="advertiser") & Q(advertiser__isnull=True, balance_cents__isnull=True)),
                name="account_of_an_advertiser_has_a_balance",
            ),
            models.CheckConstraint(
                condition=Q(balance_cents__isnull=True) | Q(balance_cents__gte=0),
                name="account_balance_is_never_negative",
            ),
        ]

    def __str__(self):
        return self.code


class Transaction(models.Model):
    """One move of money; its entries sum to zero. Append-only (by trigger)."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", "payment received"
        CLICK = "click", "charged click"
        REVERSAL = "reversal", "reversal"

    key = models.CharField(max_length=160, unique=True, help_text="What it is for, once: click:…, payment:…")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("newsroom.User", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    reversal_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="reversal", reversal_of__isnull=False)
                | (~Q(kind="reversal") & Q(reversal_of__isnull=True)),
                name="transaction_reversal_names_what_it_reverses",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}".capitalize()


class Entry(models.Model):
    """One line of a transaction: so many cents into an account, or out of it. Append-only (by trigger)."""

    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    cents = models.BigIntegerField()

    class Meta:
        ordering = ["transaction", "account", "-pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="entry_is_one_for_each_account"),
            models.CheckConstraint(condition=~Q(cents=0), name="entry_moves_something"),
        ]

    def __str__(self):
        return f"{self.account_id} {self.cents:+}"
