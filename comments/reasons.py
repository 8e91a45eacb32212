"""Every reason for which a comment does not show: what its author reads, and what a moderator reads.

What is said of an address that belongs to somebody is said of others too: else a reply would be a way to
find out who has an account.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(NamedTuple):
    author: str | Promise
    desk: str


_READ_FIRST = _("An editor reads replies here before they show.")

REASONS = {
    "all_held": Reason(_READ_FIRST, "All comments are held"),
    "newcomer": Reason(_READ_FIRST, "A newcomer"),
    "address_unproved": Reason(_READ_FIRST, "The address is somebody's who did not prove it"),
    "origin_unknown": Reason(_READ_FIRST, "Sent by something that does not say from which page"),
    "record": Reason(_READ_FIRST, "Much by this author was refused lately"),
    "checking": Reason(
        _("One of our checks is still running. This takes minutes at most."), "A check is still running"
    ),
    "banned": Reason(
        _("The newsroom publishes nothing by this sender at the moment."), "From somebody banned"
    ),
    "repeat": Reason(_("The same words were sent before."), "The same words again"),
    "too_quick": Reason(
        _("It was sent faster than people write, so an editor reads it first."), "Sent too quickly"
    ),
    "flood": Reason(
        _("Very much was said here at once, so an editor reads every reply first for a while."),
        "Flood on this article",
    ),
    "checker_failed": Reason(
        _("One of our checks did not work, so an editor reads your reply first."), "A check failed"
    ),
    "reported": Reason(
        _("Several readers have reported it, so an editor reads it again."), "Reported by readers"
    ),
    "banned_words": Reason(
        _("It has words that are not printed here, so an editor reads it first."), "Banned words"
    ),
    "suspect_words": Reason(_("An editor reads this one before it shows."), "Suspect words"),
    "staff_name": Reason(
        _("The name looks like that of somebody who works here, so an editor reads it first."),
        "The name looks like that of one of us",
    ),
    "deceptive_signs": Reason(
        _("It has signs that can mislead readers, so an editor reads it first."), "Signs that deceive"
    ),
    "many_links": Reason(_("It has many links, so an editor reads it first."), "Many links"),
    "learned_spam": Reason(_("An editor reads this one before it shows."), "Like what was put away as spam"),
    "akismet_spam": Reason(_("It was taken for spam. If it is none, say so."), "Akismet calls it spam"),
    "akismet_failed": Reason(
        _("One of our checks did not work, so an editor reads your reply first."), "Akismet gave no answer"
    ),
    "moderator": Reason(_("An editor read it and decided so."), "A moderator decided"),
    "edited_by_us": Reason(
        _("The newsroom has changed its words."),
        "A moderator changed the words, so its author may not",
    ),
    "swept": Reason(_("An editor took everything by this sender for spam."), "Put away with its sender"),
    "imported": Reason(_READ_FIRST, "So it stood where it was imported from"),
    "deleted": Reason(_("Its author deleted it."), "Deleted by its author"),
}

# What stands among the verdicts of a comment from the moment a moderator changes its words.
EDITED = {"rule": "moderator", "outcome": "edit", "code": "edited_by_us", "evidence": ""}


def for_author(code: str) -> str | Promise:
    """Return the sentence that the author reads; a code that no longer has one is an editor's matter."""
    return REASONS[code].author if code in REASONS else _READ_FIRST
