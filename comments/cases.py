"""What the rules judge, what they say, and the terms they judge by: plain values, nothing of the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import ngettext

from comments.models import Policy
from comments.spam import Model

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
    close_after_days: int = 0  # after the day of publication; 0: not by themselves
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
    flooded_until: datetime | None = None

    def is_over(self, day: date, today: date) -> bool:
        """Whether comments on what was published on ``day`` have closed by themselves."""
        return self.close_after_days > 0 and day + timedelta(days=self.close_after_days) < today

    @property
    def slow_time(self) -> str:
        """How long slow mode asks to wait, in words."""
        if self.slow_seconds < 120:
            return ngettext("%(number)s second", "%(number)s seconds", self.slow_seconds) % {
                "number": self.slow_seconds
            }
        minutes = round(self.slow_seconds / 60)
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}

    def is_flooded(self, at: datetime) -> bool:
        """Whether too much was said at once, so that every comment is held for a while."""
        return self.flooded_until is not None and at < self.flooded_until


@dataclass(frozen=True)
class Record:
    """What became of an author's comments; all nothing where no account and no proved address speaks."""

    is_proved: bool = False
    is_staff: bool = False
    approved: int = 0
    decided_lately: int = 0  # by moderators, in the last 30 days
    refused_lately: int = 0  # of these, rejected or spam


@dataclass(frozen=True)
class Case:
    """One comment as the rules see it."""

    text: str
    name: str
    html: str
    now: datetime
    terms: Terms = field(default_factory=Terms)
    record: Record = field(default_factory=Record)
    email: str = ""
    ban: str | None = None  # the reason of a ban in force, if there is one
    is_borrowed: bool = False  # a typed address that belongs to an account or to a proved address
    is_origin_unknown: bool = False  # no page of ours need have sent it
    is_too_quick: bool = False
    repeats: int | None = None  # the key of an earlier comment of the same sender with the same words
    last_at: datetime | None = None  # when the sender or author last wrote on this article
    awaits_check: bool = False  # a check outside of the request answers later: services.apply_verdict
    learned: Model | None = None  # the spam score that is in force
    staff_names: tuple[str, ...] = ()  # of staff and of authors, for those who are neither
