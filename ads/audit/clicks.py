"""What holds of clicks and of the ads they were charged to."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Concat

from ads.ledger import EARNED
from ads.models import Ad, Click, Entry, Transaction

_CLICK = Transaction.Kind.CLICK


def every_charged_click_has_its_transaction() -> Iterator[str]:
    """One click transaction under its own key, its advertiser's to us, at its version's price or less."""
    entries = Entry.objects.filter(transaction=OuterRef("transaction"))
    paid = entries.filter(
        account__advertiser=OuterRef("ad__advertiser"), cents=-1 * OuterRef("charged_cents")
    )
    earned = entries.filter(account=EARNED, cents=OuterRef("charged_cents"))
    right = Q(
        Exists(paid),
        Exists(earned),
        transaction__kind=_CLICK,
        transaction__key=Concat(Value("click:"), "token_hash"),
        charged_cents__lte=F("version__price_cents"),
        version__ad=F("ad"),
    )
    for row in Click.objects.filter(reason="").exclude(right).order_by("pk"):
        yield f"click {row.pk} was charged {row.charged_cents} cents, and its transaction does not say so"


def every_click_transaction_has_its_click() -> Iterator[str]:
    for row in Transaction.objects.filter(kind=_CLICK).exclude(click__reason="").order_by("pk"):
        yield f"transaction {row.pk} ({row.key}) charges for a click that is not there"


def every_click_has_one_verdict() -> Iterator[str]:
    charged = Q(reason="", charged_cents__gt=0, transaction__isnull=False)
    refused = ~Q(reason="") & Q(charged_cents=0, transaction__isnull=True)
    for row in Click.objects.exclude(charged | refused).order_by("pk"):
        yield f"click {row.pk} is neither charged nor refused"


def every_ad_spent_what_its_clicks_cost() -> Iterator[str]:
    charged = Click.objects.filter(reason="").order_by().values_list("ad")
    cost = dict(charged.annotate(total=Sum("charged_cents")))
    given_back = charged.filter(transaction__reversed_by__isnull=False)
    back = dict(given_back.annotate(total=Sum("charged_cents")))
    for row in Ad.objects.order_by("pk"):
        total = cost.get(row.pk, 0) - back.get(row.pk, 0)
        if row.spent_cents != total:
            yield f"ad {row.pk} says it spent {row.spent_cents} cents, its clicks cost {total}"


def no_ad_spent_more_than_its_budget() -> Iterator[str]:
    for row in Ad.objects.filter(spent_cents__gt=F("budget_cents")).order_by("pk"):
        yield f"ad {row.pk} spent {row.spent_cents} of {row.budget_cents} cents"


def every_ad_shows_an_approved_version_of_its_own() -> Iterator[str]:
    right = Q(version__ad=F("pk"), version__approved_at__isnull=False)
    for row in Ad.objects.filter(version__isnull=False).exclude(right).order_by("pk"):
        yield f"ad {row.pk} shows version {row.version_id}, which is another ad's or was never approved"


INVARIANTS = (
    every_charged_click_has_its_transaction,
    every_click_transaction_has_its_click,
    every_click_has_one_verdict,
    every_ad_spent_what_its_clicks_cost,
    no_ad_spent_more_than_its_budget,
    every_ad_shows_an_approved_version_of_its_own,
)
