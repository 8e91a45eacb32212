"""The spam score that is in force: read once a process, and again when it was trained anew."""

from datetime import datetime
from threading import Lock

from comments.models import SpamModel
from comments.spam import FEATURES, Model, unpack

_lock, _kept = Lock(), {}


def learned_model(made_at: datetime | None) -> Model | None:
    """Return what was learned at ``made_at``, as ``SpamModel`` has it at this moment; None: nothing was.

    A query only where this process has another one in memory, or none.
    """
    if made_at is None:
        return None
    with _lock:
        if made_at not in _kept:
            stored = SpamModel.objects.first()
            _kept.clear()
            if stored is None:
                return None
            known = stored.weights.get("features") == FEATURES  # else it is silent until it learns anew
            _kept[made_at] = Model(unpack(stored.weights["packed"]), stored.threshold) if known else None
        return _kept[made_at]
