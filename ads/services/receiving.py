"""Money that comes in, and money that is taken from us: what both mean for balances and documents."""

from datetime import datetime

from ads import documents, ledger
from ads.balances import taken_back_cents
from ads.models import Ad, Advertiser, Document, Transaction
from ads.money import dollars
from ads.services.reviews import pause_ad
from newsroom.refusals import Refused


def receive(  # noqa: PLR0913 - one posting has that many facts, each by name
    advertiser: Advertiser,
    *,
    cents: int,
    key: str,
    at: datetime,
    words: str,
    kind: str = Transaction.Kind.PAYMENT,
    by=None,
    note: str = "",
) -> Transaction:
    """Post money that came in, with its receipt: first against what the advertiser owes, the rest to spend.

    Inside the caller's atomic; raises IntegrityError when ``key`` was posted before.
    """
    _, owed = ledger.hold(advertiser)
    settled = min(owed, cents)
    entries = {
        ledger.account_code(advertiser.pk): cents - settled,
        ledger.receivable_code(advertiser.pk): settled,
        ledger.CASH: -cents,
    }
    posted = ledger.post(kind, key, entries, at=at, by=by, note=note)
    Advertiser.objects.filter(pk=advertiser.pk).update(low_told_at=None)  # what is low next is told anew
    documents.issue(documents.RECEIPT, posted, advertiser, cents=cents, words=words)
    return posted


def take_back(  # noqa: PLR0913 - as above
    advertiser: Advertiser,
    *,
    cents: int,
    key: str,
    at: datetime,
    words: str,
    kind: str,
    by=None,
    note: str = "",
    corrects: Document | None = None,
) -> Transaction:
    """Post money that was taken from us, with its credit note, and stop the advertiser's ads.

    The balance gives what it has; what is missing is owed. Inside the caller's atomic; raises as ``receive``,
    and Refused where more would be taken back than the payment of the receipt ``corrects`` was.
    """
    spendable, _ = ledger.hold(advertiser)
    if corrects:
        refuse_beyond(corrects, cents)
    taken = min(spendable, cents)
    entries = {
        ledger.account_code(advertiser.pk): -taken,
        ledger.receivable_code(advertiser.pk): taken - cents,
        ledger.CASH: cents,
    }
    posted = ledger.post(kind, key, entries, at=at, by=by, note=note)
    stop_ads(advertiser, by=by)
    documents.issue(documents.CREDIT_NOTE, posted, advertiser, cents=cents, words=words, corrects=corrects)
    return posted


def refuse_beyond(receipt: Document, cents: int) -> None:
    """Raise Refused unless ``cents`` of this payment are still ours; the caller holds the account."""
    before = taken_back_cents(receipt)
    if before + cents > receipt.cents:
        amounts = f"{dollars(before)} of this payment of {dollars(receipt.cents)}"
        raise Refused(f"{amounts} were taken back before.")


def stop_ads(advertiser: Advertiser, *, by=None) -> None:
    """Pause every ad of the advertiser that runs, or that the advertiser could let run again."""
    states = (Ad.State.APPROVED, Ad.State.PAUSED)
    for ad in Ad.objects.filter(advertiser=advertiser, state__in=states).order_by("pk"):
        pause_ad(ad, by=by, reason=Ad.PauseReason.DISPUTE)
