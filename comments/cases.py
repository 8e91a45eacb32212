"""What the rules judge, what they say, and the terms they judge by: plain values, nothing of the database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from comments.models import Policy

Mode = Policy.Mode


class Outcome(StrEnum):
    """What a rule asks for; nothing is ever deleted."""

    HOLD = "hold"  # a moderator decides
    NUDGE = "nudge"  # the author may rephrase once, then as HOLD
    SPAM = "spam"  # put away as spam, where moderators see it
    REJECT = "reject"  # not published, and the author is told why


@dataclass(frozen=True)
class Verdict:
    """What one rule found: ``code`` is one of ``comments.reasons.REASONS``."""

    outcome: Outcome
    code: str
    evidence: str = ""


@dataclass(frozen=True)
class Terms:
    """A policy with nothing left open; these defaults are what a new paper has."""

    mode: str = Mode.ALL_HELD
    approvals_needed: int = 1
    slow_seconds: int = 0
    most_links: int = 2
    reports_that_hold: int = 3
    edit_minutes: int = 15
    banned_words: str = ""
    suspect_words: str = ""
    learned_spam: bool = True
    spam_threshold: float | None = None  # None: the one that the score set itself
    flood_comments: int = 30
    flood_minutes: int = 5
    flood_hold_minutes: int = 60


@dataclass(frozen=True)
class Record:
    """What became of an author's comments; all nothing where no account and no proved address speaks."""

    is_proved: bool = False
    is_staff: bool = False
    approved: int = 0
    recent: int = 0  # decided in the last 30 days
    recent_refused: int = 0  # of these, rejected or spam


@dataclass(frozen=True)
class Case:
    """One comment as the rules see it."""

    text: str
    name: str
    html: str
    now: datetime
    terms: Terms = field(default_factory=Terms)
    record: Record = field(default_factory=Record)
    ban: str = ""  # the reason of a ban in force
    is_banned: bool = False
    is_borrowed: bool = False  # a typed address that belongs to an account or a proved one
    is_origin_unknown: bool = False  # no page of ours need have sent it
    is_flooded: bool = False
    is_too_quick: bool = False
    repeats: int | None = None  # the key of an earlier comment of the same sender with the same words
    last_at: datetime | None = None  # of the sender's or author's last comment
    staff_names: tuple[str, ...] = ()
