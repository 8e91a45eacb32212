"""The audit: every figure of the books computed anew, every invariant by name.

Each function asks few statements over whole tables, so that a hundred thousand clicks take seconds; it yields
a sentence for each row that breaks the invariant the function is named for. All of them see one moment, while
readers go on clicking.
"""

from ads.audit import ad_days, clicks, days, documents, ledger
from newsroom.snapshots import snapshot

INVARIANTS = tuple(
    invariant for part in (ledger, clicks, ad_days, documents, days) for invariant in part.INVARIANTS
)


def broken_invariants() -> list[tuple[str, str]]:
    """Return (invariant in words, what breaks it) for everything that is wrong, at one moment."""
    with snapshot():
        return [(rule.__name__.replace("_", " "), fault) for rule in INVARIANTS for fault in rule()]


class BooksDoNotBalanceError(Exception):
    """The audit found something; the text names each broken invariant."""
