"""What stands between the paragraphs of a body, as readers see it: pictures, players, cards, pull quotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.figures import FIGURE, Figure, figure_of, photos_in, recordings_in
from articles.models import Photo, Recording

# Wide enough to fill the column of text, or half of it.
COLUMN, IN_ROW = "(min-width: 43em) 40rem, 100vw", "(min-width: 43em) 20rem, 50vw"

_PIECE = re.compile(
    rf"<section>(?P<row>.*?)</section>|{FIGURE.pattern}|<aside>(?P<quote>.*?)</aside>", re.DOTALL
)
_HREF = re.compile(r'(\s(?:src|href)=")(?=/)')
_SRCSET = re.compile(r'(?<=\ssrcset=")[^"]*')
_LEADS_AWAY = re.compile(r'<a\s(?:[^<>]*\s)?href="https?://[^<>]*>')
_REL = re.compile(r'rel="([^"]*)"')
_START = re.compile(r"(^|, )(?=/)")


@dataclass(frozen=True)
class Library:
    """What some bodies name, by key: photos that may be shown, and recordings."""

    photos: dict[int, Photo]
    recordings: dict[int, Recording]

    @classmethod
    def holding(cls, photos: Iterable[Photo], recordings: Iterable[Recording]) -> "Library":
        return cls(
            {photo.pk: photo for photo in photos if photo.is_usable()},
            {recording.pk: recording for recording in recordings},
        )


def furnish(
    body: str,
    *,
    absolute: bool = False,
    page: str = "",
    library: Library | None = None,
    is_paid: bool = False,
) -> SafeString:
    """Return a clean ``body`` with its photos, recordings and cards drawn, for readers.

    One query when it names photos, one when it names recordings, else none; a kept page notes the names of
    both. Who draws many bodies hands over the ``library`` that they all share. What is gone, or may no longer
    be shown, leaves nothing. ``absolute`` writes whole addresses, for feeds and other places away from the
    paper; what leads to a place on its own page leads to ``page`` then. In a text that was paid for
    (``is_paid``) every link that leads away says so to search engines.
    """
    if library is None:
        library = Library.holding(_rows(Photo, photos_in(body)), _rows(Recording, recordings_in(body)))
    photos, recordings = library.photos, library.recordings

    def drawn(found):
        if found["row"] is not None:
            return _gallery([figure_of(one) for one in FIGURE.finditer(found["row"])], photos)
        if found["quote"] is not None:
            return (
                f'<div class="pull-quote">{found["quote"]}</div>'  # an aside would be a landmark inside one
            )
        return _figure(figure_of(found), photos, recordings)

    html = _PIECE.sub(drawn, body)
    html = _LEADS_AWAY.sub(_as_paid, html) if is_paid else html
    return _trusted(_with_whole_addresses(html, page) if absolute else _with_tables_that_scroll(html))


def _with_tables_that_scroll(html):
    """A table wider than the column scrolls, also for who walks with the keys: its box takes the focus."""
    box = format_html('<div class="wide-table" role="group" aria-label="{}" tabindex="0">', _("Table"))
    return html.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")


def _as_paid(found):
    link = found[0]
    if _REL.search(link) is None:
        return f'{link[:-1]} rel="sponsored">'
    return _REL.sub(lambda rel: f'rel="{" ".join(dict.fromkeys([*rel[1].split(), "sponsored"]))}"', link)


def _trusted(html):
    return mark_safe(html)  # noqa: S308 - parts of a clean body, and what templates drew


def _rows(model, keys):
    """Those of ``keys`` that are there; a page made of them changes when one does, or is gone."""
    if not keys:
        return []
    named = model.objects.naming(*(f"{model._meta.model_name}-{key}" for key in sorted(keys)))
    return list(named.filter(pk__in=keys))


def _figure(figure: Figure, photos, recordings, sizes=COLUMN):
    caption = _trusted(figure.caption)
    if figure.kind == "card":
        words = {"href": figure.href, "title": _trusted(figure.title), "host": _host(figure.href)}
        return render_to_string("articles/_link_card.html", words)
    if figure.kind == "photo":
        photo = photos.get(figure.key)
        alt = figure.alt or (photo.alt if photo else "")
        words = {"photo": photo, "alt": alt, "caption": caption, "sizes": sizes}
        return render_to_string("articles/_figure.html", words) if photo else ""
    recording = recordings.get(figure.key)
    words = {"recording": recording, "caption": caption}
    return render_to_string("articles/_recording.html", words) if recording else ""


def _gallery(figures, photos):
    left = [figure for figure in figures if figure.key in photos]
    if len(left) < 2:
        return "".join(_figure(figure, photos, {}) for figure in left)
    drawn = [_figure(figure, photos, {}, IN_ROW) for figure in left]
    return render_to_string("articles/_gallery.html", {"figures": drawn, "is_odd": len(drawn) % 2})


def _host(address):
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # a bracket without its other half
        return ""
    return host.removeprefix("www.")


def _with_whole_addresses(html, page):
    html = _HREF.sub(rf"\g<1>{settings.SITE_URL}", html)
    html = html.replace(' href="#', f' href="{page}#')
    return _SRCSET.sub(lambda found: _START.sub(rf"\g<1>{settings.SITE_URL}", found[0]), html)
