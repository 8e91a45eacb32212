"""Every reason for which a comment does not show: what its author reads, and what a moderator reads."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Reason(NamedTuple):
    author: str
    desk: str


REASONS = {
    "all_held": Reason(
        _("Every comment on this article is read by an editor before it shows."), _("All comments are held")
    ),
    "banned": Reason(
        _("The newsroom does not publish comments from here at the moment."), _("From somebody banned")
    ),
    "checker_failed": Reason(
        _("One of our checks did not work, so an editor reads your comment first."), _("A check failed")
    ),
    "reported": Reason(
        _("Several readers have reported it, so an editor reads it again."), _("Reported by readers")
    ),
    "moderator": Reason(_("An editor decided this."), _("A moderator decided")),
}
