"""What changes articles: verbs that take models and plain values, each with its promise."""

from articles.refusals import Refused, Stale, Unready
from articles.services.bulk import add_tags, set_section
from articles.services.collisions import keep_both
from articles.services.corrections import correct
from articles.services.erasing import OtherHeadlineError, erase_article
from articles.services.fronts import arrange_front, move_slot, place_story, remove_slot
from articles.services.merging import merge_authors, merge_tags
from articles.services.notes import add_note, reopen_note, resolve_note
from articles.services.publishing import publish, unschedule, withdraw
from articles.services.reads import forget_old_reads, rank_reads
from articles.services.reports import close_as_corrected, decline, report_error
from articles.services.sections import move_section, refuse_deep
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
    "OtherHeadlineError",
    "Refused",
    "Stale",
    "Unready",
    "add_note",
    "add_tags",
    "arrange_front",
    "close_as_corrected",
    "correct",
    "decline",
    "erase_article",
    "forget_old_reads",
    "keep",
    "keep_both",
    "merge_authors",
    "merge_tags",
    "move_section",
    "move_slot",
    "note_working_text",
    "open_working_text",
    "place_story",
    "publish",
    "rank_reads",
    "recover",
    "refuse_deep",
    "remove_slot",
    "reopen_note",
    "report_error",
    "resolve_note",
    "restore",
    "send_back",
    "set_section",
    "submit_for_review",
    "switch",
    "trash",
    "unschedule",
    "withdraw",
]
