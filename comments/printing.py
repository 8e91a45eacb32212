"""One comment as HTML: by hand, because a page holds 120 of them.

As templates they took ten times as long as reading them; every byte here is sent 120 times, too.
"""

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.threads import Line

_WHERE = "https://schema.org"
_PROPERTY, _THING = ' itemprop="{}"', ' itemprop="{}" itemscope itemtype="{}/{}"'


class Printer:
    """Prints the comments of one page.

    ``heading`` is the level of a name; ``is_open``: readers may reply; ``is_flat``: each stands away from its
    thread; ``as_data``: said in schema.org's words too, for pages that search engines list.
    """

    def __init__(self, article_id: int, *, heading: int, is_open: bool, is_flat=False, as_data=False):
        self._h, self._as_data = f"h{heading}", as_data
        place = partial(reverse, args=[article_id])
        self._reply = f"{place('comments:reply')}?parent=" if is_open else ""
        self._at, self._own = place("comments:discussion"), is_flat
        self._words = [_("Reply"), _("Like"), _("Report")]

    def print_line(self, line: Line) -> SafeString:
        """Return ``line`` as an article with a heading, or the note that a comment stood here."""
        comment = line.comment
        deep = " deep" if line.level > 1 else ""
        if not comment.is_published:
            return format_html(
                '<article class="comment{}" id="{}" tabindex="-1"><p>{}</p></article>\n',
                deep,
                comment.anchor,
                _("This comment was removed."),
            )
        return format_html(
            '<article class="comment{}" id="{}" tabindex="-1"{}>{}{}<div dir="auto"{}>{}</div>{}</article>',
            deep,
            comment.anchor,
            self._data(_THING, "comment", _WHERE, "Comment"),
            self._head(comment),
            self._answers(line),
            self._data(_PROPERTY, "text"),
            comment.body,
            self._deeds(comment),
        )

    def _data(self, form, *words):
        return format_html(form, *words) if self._as_data else ""

    def _head(self, comment):
        marks = [comment.get_badge_display()] if comment.badge else []
        return format_html(
            '<{} data-by="{}"{}><bdi{}>{}</bdi>{}</{}>\n{}{}',
            self._h,
            comment.initials,
            self._data(_THING, "author", _WHERE, "Person"),
            self._data(_PROPERTY, "name"),
            comment.name,
            format_html_join("", " <b>{}</b>", ((mark,) for mark in marks)),
            self._h,
            self._moment(comment),
            self._remarks(comment),
        )

    def _moment(self, comment):
        local = timezone.localtime(comment.created_at)
        said = date_format(local, "j F Y, H:i")
        href = f"{self._at}comment/{comment.pk}/" if self._own else f"#{comment.anchor}"
        if self._as_data:
            written = local.isoformat(timespec="minutes")
            said = format_html('<time datetime="{}" itemprop="dateCreated">{}</time>', written, said)
        return format_html('<a href="{}"{}>{}</a>', href, self._data(_PROPERTY, "url"), said)

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

    def _deeds(self, comment):
        reply, like, report = self._words
        return format_html(
            '<p>{}<button form="like" name="comment" value="{}">{}</button><a href="{}report/{}/">{}</a></p>',
            format_html('<a href="{}{}">{}</a>', self._reply, comment.pk, reply) if self._reply else "",
            comment.pk,
            f"{like} {comment.likes}" if comment.likes else like,
            self._at,
            comment.pk,
            report,
        )
