"""An article as one Markdown document: for those who read, keep or quote it as plain text."""

from itertools import groupby

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.markdown import in_markdown, link, to_markdown
from articles.models import Role, Type
from articles.wire import Story


def markdown_of(story: Story) -> str:
    """Return ``story`` whole: headline, who and when, key points, text, sources and corrections."""
    release = story.release
    parts = [
        f"# {in_markdown(release.headline)}",
        _kind(release),
        in_markdown(release.standfirst),
        _people(story),
        _dates(release),
        _listed(_("Key points"), [in_markdown(point["text"]) for point in release.key_points]),
        _lead_photo(story),
        in_markdown(release.dateline),
        to_markdown(release.body, page=story.url, library=story.library),
        _listed(_("What was changed"), [_correction(correction) for correction in story.corrections]),
        _listed(_("Sources"), [_source(source) for source in release.sources]),
        "---",
        f"<{story.url}>",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _kind(release):
    """What kind of text it is, unless it is news; what was paid for says so as its page does."""
    if release.type == Type.NEWS:
        return ""
    words = [f"**{release.get_type_display()}**"]
    if release.type == Type.SPONSORED:
        paid = _("Somebody paid for this text. It is not reporting by %(site_name)s.")
        words.append(in_markdown(paid % {"site_name": settings.SITE_NAME}))
    return " ".join(words)


def _people(story):
    roles = list(Role.values)
    in_order = sorted(story.bylines, key=lambda credit: roles.index(credit.role))
    groups = [
        f"{label} {', '.join(in_markdown(credit.author.name) for credit in credits)}"
        for label, credits in groupby(in_order, key=lambda credit: credit.role_label)
    ]
    return ". ".join(groups)


def _dates(release):
    said = [_said(release.published_at)]
    if release.updated_at > release.published_at:
        said.append(f"{_('Updated')} {_said(release.updated_at)}")
    return ". ".join(said)


def _said(moment):
    return date_format(localtime(moment), "j F Y, H:i")


def _listed(title, items):
    lines = "\n".join(f"- {item}" for item in items)
    return f"## {title}\n\n{lines}" if items else ""


def _lead_photo(story):
    if not story.photo:
        return ""
    picture = "!" + link(in_markdown(story.photo.alt), story.photo_url)
    words = " — ".join(in_markdown(text) for text in (story.lead_caption, story.photo.credit) if text)
    return f"{picture}\n\n{words}" if words else picture


def _correction(correction):
    text = in_markdown(correction.text)
    return f"{correction.get_kind_display()}, {_said(correction.at)}: {text}"


def _source(source):
    title = in_markdown(source["title"]) or in_markdown(source["url"])
    if source["url"]:
        title = link(title, source["url"])
    return f"{title} — {in_markdown(source['note'])}" if source["note"] else title
