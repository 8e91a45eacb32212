"""One comment as HTML: by hand, because a page holds 120 of them.

As templates they took ten times as long as reading them; every byte here is sent 120 times, too. What readers
typed is a name, which is escaped here, and the body, which ``Comment.body`` vouches for.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Comment
from comments.threads import Line, Thread

_WHERE = "https://schema.org"


class Printer:
    """Prints the comments of one page.

    ``heading`` is the level of a name; ``is_open``: readers may reply; ``is_flat``: each stands away from its
    thread; ``as_data``: said in schema.org's words too, for pages that search engines list.
    """

    def __init__(self, article_id: int, *, heading: int, is_open: bool, is_flat=False, as_data=False):
        self._article_id = article_id
        self._at = reverse("comments:discussion", args=[article_id])
        self._zone = timezone.get_current_timezone()
        self._months = {number: escape(str(name)) for number, name in MONTHS.items()}
        self._shape = self._shape_of(f"h{heading}", is_open=is_open, is_flat=is_flat, as_data=as_data)

    def _shape_of(self, heading, *, is_open, is_flat, as_data):
        """A comment that shows: what differs from one to the next has a name in braces."""

        def data(name, thing=""):
            kind = f' itemscope itemtype="{_WHERE}/{thing}"' if thing else ""
            return f' itemprop="{name}"{kind}' if as_data else ""

        like, report = escape(_("Like")), escape(_("Report"))
        reply = f'<a href="{self._at}reply/?parent={{pk}}">{escape(_("Reply"))}</a>' if is_open else ""
        moment = f'<time datetime="{{written}}"{data("dateCreated")}>{{said}}</time>' if as_data else "{said}"
        href = f"{self._at}comment/{{pk}}/" if is_flat else "#comment-{pk}"
        return (
            f'<article class="comment{{deep}}" id="comment-{{pk}}" tabindex="-1"{data("comment", "Comment")}>'
            f'<{heading} data-by="{{initials}}"{data("author", "Person")}>'
            f"<bdi{data('name')}>{{name}}</bdi>{{badge}}</{heading}>\n"
            f'<a href="{href}"{data("url")}>{moment}</a>{{remarks}}{{answers}}'
            f'<div dir="auto"{data("text")}>{{body}}</div>'
            f'<p>{reply}<button form="like" name="comment" value="{{pk}}">{like}{{likes}}</button>'
            f'<a href="{self._at}report/{{pk}}/">{report}</a></p></article>'
        )

    def print_thread(self, thread: Thread) -> SafeString:
        """Return a thread: its root, under it the replies that a reader can fold, and the way to the rest."""
        root, *replies = map(self.print_line, thread.lines)
        folded = rest = ""
        if thread.left > 0:
            one, more = "Show {} more reply in this thread", "Show {} more replies in this thread"
            said = ngettext(one, more, thread.left).format(thread.left)
            href = reverse("comments:thread", args=[self._article_id, thread.root.pk])
            rest = format_html('<p class="comments-more"><a href="{}">{}</a></p>\n', href, said)
        if replies:
            said = ngettext("{} reply", "{} replies", thread.number).format(thread.number)
            lines = format_html_join("", "{}", zip(replies))
            fold = "<details open><summary>{}</summary>\n{}{}</details>\n"
            folded, rest = format_html(fold, said, lines, rest), ""
        return format_html('<div class="thread">\n{}{}{}</div>\n', root, folded, rest)

    def print_line(self, line: Line) -> SafeString:
        """Return ``line`` as an article with a heading, or the note that a comment stood here."""
        comment = line.comment
        deep = " deep" if line.level > 1 else ""
        if not comment.is_published:
            return format_html(
                '<article class="comment{}" id="{}" tabindex="-1"><p>{}</p></article>\n',
                deep,
                comment.anchor,
                _why_gone(comment),
            )
        local = comment.created_at.astimezone(self._zone)
        printed = self._shape.format(
            deep=deep,
            pk=comment.pk,
            initials=escape(comment.initials),
            name=escape(comment.name),
            badge=f" <b>{escape(comment.get_badge_display())}</b>" if comment.badge else "",
            written=local.isoformat(timespec="minutes"),
            said=f"{local.day} {self._months[local.month]} {local:%Y, %H:%M}",
            remarks=self._remarks(comment),
            answers=self._answers(line),
            body=comment.body,
            likes=f" {comment.likes}" if comment.likes else "",
        )
        return SafeString(printed)

    def _remarks(self, comment):
        remarks = [("i", _("edited"))] if comment.edited_at else []
        remarks += [("b", _("Editors’ pick"))] if comment.is_pick else []  # noqa: RUF001
        return format_html_join("", "<{0}>{1}</{0}>\n", remarks) if remarks else ""

    def _answers(self, line):
        if line.answers_earlier:
            href = f"{self._at}comment/{line.comment.parent_id}/"
            return format_html('<a href="{}">{}</a>\n', href, _("in reply to an earlier comment"))
        if line.answers is None:
            return ""
        answered: Comment = line.answers
        if not answered.is_published:
            return format_html('<a href="#{}">{}</a>\n', answered.anchor, _("in reply to a removed comment"))
        whom = format_html("<bdi>{}</bdi>", answered.name)
        said = format_html(_("in reply to {whom}"), whom=whom)
        return format_html('<a href="#{}">{}</a>\n', answered.anchor, said)


def _why_gone(comment):
    """What stands in the place of a comment that has answers and does not show."""
    if comment.state == Comment.State.DELETED:
        return _("Its author deleted this comment.")
    if comment.state == Comment.State.HELD:
        return _("An editor is reading this comment again.")
    return _("This comment was removed.")
