"""The spam score that is in force: read once a process, and again when it was trained anew."""

from threading import Lock

from comments.models import SpamModel
from comments.spam import Model, unpack

_lock, _kept = Lock(), {}


def learned_model() -> Model | None:
    """Return what was learned last, in one small query; None before the first training."""
    row = SpamModel.objects.values("made_at", "threshold").first()
    if row is None:
        return None
    with _lock:
        if row["made_at"] not in _kept:
            stored = SpamModel.objects.get()
            _kept.clear()
            _kept[stored.made_at] = Model(unpack(stored.weights["packed"]), stored.threshold)
        return next(iter(_kept.values()))
