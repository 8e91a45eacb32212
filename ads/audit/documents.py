"""What holds of documents, checkouts and refunds."""

from collections.abc import Iterator

from django.db.models import Case, CharField, Count, Exists, F, Max, Min, OuterRef, Q, Sum, Value, When

from ads.balances import standing_notes
from ads.ledger import CASH, REFUNDS_DUE
from ads.models import Checkout, Document, DocumentCounter, Entry, Refund
from ads.money import tax_within

_RECEIPT, _NOTE = Document.Kind.RECEIPT, Document.Kind.CREDIT_NOTE


def every_move_of_cash_has_its_document() -> Iterator[str]:
    """Money in has a receipt, money out a credit note, each for the very amount and the right advertiser."""
    kind = Case(When(cents__lt=0, then=Value(_RECEIPT)), default=Value(_NOTE), output_field=CharField())
    issued = Document.objects.filter(transaction=OuterRef("transaction"), kind=OuterRef("document_kind"))
    right = issued.filter(Q(cents=OuterRef("cents")) | Q(cents=-1 * OuterRef("cents")))
    moves = Entry.objects.filter(account=CASH).annotate(document_kind=kind)
    for row in moves.exclude(Exists(right)).order_by("pk"):
        yield f"transaction {row.transaction_id} moves {row.cents} cents of cash without its document"


def every_document_is_about_a_move_of_cash() -> Iterator[str]:
    moves = Entry.objects.filter(transaction=OuterRef("transaction"))
    others = moves.exclude(account__advertiser=OuterRef("advertiser")).exclude(
        account__owed_by=OuterRef("advertiser")
    )
    strange = others.filter(Q(account__advertiser__isnull=False) | Q(account__owed_by__isnull=False))
    right = Exists(moves.filter(account=CASH)) & ~Exists(strange)
    for row in Document.objects.exclude(right).order_by("pk"):
        yield f"{row} is about no money of its advertiser"


def no_document_number_is_missing() -> Iterator[str]:
    last = dict(DocumentCounter.objects.values_list("kind", "last"))
    numbers = Document.objects.order_by().values("kind")
    for row in numbers.annotate(count=Count("pk"), least=Min("number"), most=Max("number")):
        counted = last.pop(row["kind"], 0)
        if not (row["least"] == 1 and row["count"] == row["most"] == counted):
            yield (
                f"{row['count']} documents of kind {row['kind']} are numbered {row['least']} to"
                f" {row['most']}, and the counter says {counted}"
            )
    for kind, counted in last.items():
        if counted:
            yield f"the counter of kind {kind} says {counted}, and there are none"


def every_tax_is_its_part_of_the_amount() -> Iterator[str]:
    rows = Document.objects.exclude(tax_basis_points=0, tax_cents=0).order_by("pk")
    for row in rows.iterator():
        if row.tax_cents != tax_within(row.cents, row.tax_basis_points):
            yield f"{row} says {row.tax_cents} cents of tax"


def every_paid_checkout_has_its_payment() -> Iterator[str]:
    money = Entry.objects.filter(transaction=OuterRef("payment"), account=CASH, cents=-1 * OuterRef("cents"))
    right = Q(Exists(money), payment__document__advertiser=F("advertiser"), payment__kind="payment")
    for row in Checkout.objects.filter(state=Checkout.State.PAID).exclude(right).order_by("pk"):
        yield f"{row} of {row.cents} cents is not what its payment says"


def refunds_due_are_the_refunds_that_are_not_paid_out() -> Iterator[str]:
    asked = Refund.objects.filter(state=Refund.State.ASKED)
    waiting = asked.aggregate(total=Sum("cents", default=0))["total"]
    due = Entry.objects.filter(account=REFUNDS_DUE).aggregate(total=Sum("cents", default=0))["total"]
    if waiting != due:
        yield f"{waiting} cents wait to be paid out, and the books say {due}"


def every_refund_says_what_was_moved() -> Iterator[str]:
    taken = Entry.objects.filter(transaction=OuterRef("posting"), cents=OuterRef("cents"))
    paid = Entry.objects.filter(transaction=OuterRef("payout"), account=CASH, cents=OuterRef("cents"))
    right = Exists(taken.filter(account__in=(REFUNDS_DUE, CASH))) & (Q(payout=None) | Exists(paid))
    for row in Refund.objects.exclude(right).order_by("pk"):
        yield f"{row} of {row.cents} cents is not what its postings say"


def no_payment_is_taken_back_beyond_its_amount() -> Iterator[str]:
    """Refunds, disputes and reversals of one payment together, without what came back."""
    taken = standing_notes().order_by().values("corrects", "corrects__cents").annotate(total=Sum("cents"))
    totals = dict(taken.filter(total__gt=F("corrects__cents")).values_list("corrects", "total"))
    for row in Document.objects.filter(pk__in=totals).order_by("pk"):
        yield f"{totals[row.pk]} cents of {row} of {row.cents} cents were taken back"


INVARIANTS = (
    every_move_of_cash_has_its_document,
    every_document_is_about_a_move_of_cash,
    no_document_number_is_missing,
    every_tax_is_its_part_of_the_amount,
    every_paid_checkout_has_its_payment,
    refunds_due_are_the_refunds_that_are_not_paid_out,
    every_refund_says_what_was_moved,
    no_payment_is_taken_back_beyond_its_amount,
)
