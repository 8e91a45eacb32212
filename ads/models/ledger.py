from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """One side of the books.

    What an advertiser can spend (``advertiser:12``) and what an advertiser owes us (``receivable:12``) are
    guarded: the balance is cached here; the one never goes below zero, the other never above. The house's own
    accounts keep no cached balance: every click would wait for that one row; theirs is the sum of their
    entries. Money in hand and money owed to us are negative, money we owe or have earned is positive.
    """

    class Kind(models.TextChoices):
        ADVERTISER = "advertiser", "advertiser's balance"
        RECEIVABLE = "receivable", "owed by an advertiser"
        CASH = "cash", "money received"
        EARNED = "earned", "earned by clicks"
        PROMOTIONS = "promotions", "given for promotion"
        CREDITS = "credits", "given as credits"
        REFUNDS_DUE = "refunds_due", "refunds to be paid out"
        LOSSES = "losses", "written off"

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    advertiser = models.OneToOneField("ads.Advertiser", models.PROTECT, null=True, related_name="account")
    owed_by = models.OneToOneField("ads.Advertiser", models.PROTECT, null=True, related_name="receivable")
    balance_cents = models.BigIntegerField("balance, in cents", null=True)

    class Meta:
        ordering = ["kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="advertiser",
                    advertiser__isnull=False,
                    owed_by__isnull=True,
                    balance_cents__isnull=False,
                )
                | Q(
                    kind="receivable",
                    advertiser__isnull=True,
                    owed_by__isnull=False,
                    balance_cents__isnull=False,
                )
                | (
                    ~Q(kind__in=["advertiser", "receivable"])
                    & Q(advertiser__isnull=True, owed_by__isnull=True, balance_cents__isnull=True)
                ),
                name="account_of_an_advertiser_has_a_balance",
            ),
            models.CheckConstraint(
                condition=Q(balance_cents__isnull=True) | Q(balance_cents__gte=0) | ~Q(kind="advertiser"),
                name="account_balance_is_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(balance_cents__isnull=True) | Q(balance_cents__lte=0) | ~Q(kind="receivable"),
                name="account_nobody_owes_less_than_nothing",
            ),
        ]

    def __str__(self):
        return self.code


class Transaction(models.Model):
    """One move of money; its entries sum to zero. Append-only (by trigger)."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment received")
        CLICK = "click", _("charged click")
        CREDIT = "credit", _("credit")
        PROMOTION = "promotion", _("promotion")
        REFUND = "refund", _("refund")
        PAYOUT = "payout", _("refund paid out")
        DISPUTE = "dispute", _("disputed payment")
        WRITE_OFF = "write_off", _("write-off")
        REVERSAL = "reversal", _("reversal")

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
