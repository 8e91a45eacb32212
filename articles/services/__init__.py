"""What changes articles: verbs that take models and plain values, each with its promise."""

from articles.refusals import Refused, Stale
from articles.services.publishing import publish, unschedule, withdraw
from articles.services.working import (
    SWITCHES,
    keep,
    note_working_text,
    open_working_text,
    recover,
    restore,
    send_back,
    submit_for_review,
    switch,
    trash,
)

__all__ = [
    "SWITCHES",
    "Refused",
    "Stale",
    "keep",
    "note_working_text",
    "open_working_text",
    "publish",
    "recover",
    "restore",
    "send_back",
    "submit_for_review",
    "switch",
    "trash",
    "unschedule",
    "withdraw",
]
