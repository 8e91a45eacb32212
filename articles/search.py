"""Search in what readers see: ``search_releases`` is the one door, whatever engine stands behind it.

A story is found when it holds every word (``"a phrase"`` as it stands, ``-word`` not at all, ``this OR that``
either). Those whose headline holds them come first, then those whose standfirst, key points or bylines do,
then the rest; newest first in each. No score is computed: the order is the same on every engine, can be
explained to a reader, and costs no more for "the" than for a rare word. Who may be found is decided by the
public gate at that moment; the index (``articles.search_index``) knows nothing of it.
"""
# ruff: noqa: S608, S611 - what people type is bound as a value; the SQL around it is written here

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection
from django.db.models import BooleanField, Case, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import RawSQL

from articles.models import Release, Section
from articles.models.releases import ReleaseQuerySet
from newsroom import clock
from newsroom.fields import tidy_text

MAX_TEXT = 200  # characters of a query that count
MAX_TERMS = 12
MOST_FOUND = 1000  # nobody reads further; whoever looks for more says "more than 1,000"
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb", '"' * 5)
_MARKS = "\x02", "\x03"  # around a word that was looked for
_BETWEEN = "\x04"
_COLUMNS = {  # where all words must be, for each rank and for an author
    "headline_words": "headline",
    "top_words": "headline summary bylines",
    "byline_words": "bylines",
    "words": "headline summary bylines body",
}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: every group of ``terms``, of each one at least; nothing of ``unwanted``."""

    terms: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[str, ...] = ()
    author: tuple[tuple[str, ...], ...] = ()  # words of a byline
    section: Section | None = None
    type: str = ""
    since: date | None = None  # in the site's zone
    until: date | None = None  # that day included

    @property
    def is_empty(self) -> bool:
        """Nothing was asked for: words that must not be there are no question by themselves."""
        return not (self.terms or self.author or self.section or self.type or self.since or self.until)

    def with_words(self, text: str) -> "Wanted":
        """The same filters with other words."""
        terms, unwanted = read_terms(text)
        return replace(self, terms=terms, unwanted=unwanted)


def tidy_query(text: str) -> str:
    """Return what of ``text`` is searched for: one line, no control characters, MAX_TEXT characters."""
    return " ".join(tidy_text(text[: 4 * MAX_TEXT]).replace("\x00", "").split())[:MAX_TEXT].strip()


def read_terms(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the groups of terms that ``text`` asks for, and the terms that it refuses, MAX_TERMS in all."""
    wanted, unwanted, is_either, follows_wanted = [], [], False, False
    found = _TERM.finditer(text.translate(_QUOTES))
    for minus, phrase, word in [match.groups(default="") for match in found][: 2 * MAX_TERMS]:
        if word == "OR":
            is_either = follows_wanted
            continue
        term = phrase or word.replace('"', " ").lstrip("-")
        if not any(map(str.isalnum, term)) or len(wanted) + len(unwanted) >= MAX_TERMS:
            continue
        if minus or word.startswith("-"):
            unwanted.append(term)
        elif is_either:
            wanted[-1] += (term,)
        else:
            wanted.append((term,))
        is_either, follows_wanted = False, not (minus or word.startswith("-"))
    return tuple(wanted), tuple(unwanted)


def search_releases(wanted: Wanted) -> ReleaseQuerySet:
    """Return the public releases that are ``wanted``, the best first; none when nothing is asked for."""
    if wanted.is_empty:
        return Release.objects.none()
    found = _filtered(wanted)
    if not (wanted.terms or wanted.author):
        return found.order_by("-published_at", "-id")
    found = found.filter(_holds(wanted, "words"))
    if not wanted.terms:
        return found.order_by("-published_at", "-id")
    rank = Case(
        When(_holds(wanted, "headline_words"), then=0),
        When(_holds(wanted, "top_words"), then=1),
        default=2,
        output_field=IntegerField(),
    )
    return found.alias(rank=rank).order_by("rank", "-published_at", "-id")


def find_keys(wanted: Wanted) -> list[int]:
    """Return the keys of what is found in order, at most one more than MOST_FOUND."""
    return list(search_releases(wanted).values_list("pk", flat=True)[: MOST_FOUND + 1])


def _filtered(wanted):
    found = Release.objects.all()
    if wanted.section:
        found = found.in_section(wanted.section)
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.since:
        found = found.filter(published_at__gte=clock.midnight(wanted.since))
    if wanted.until:
        found = found.filter(published_at__lt=clock.midnight(wanted.until + timedelta(days=1)))
    return found


def _holds(wanted, place):
    """The condition that a release holds what is wanted in ``place``, and nowhere what is not."""
    key = '"articles_release"."id"'
    sql, values = _matching(wanted, place)
    return Q(RawSQL(f"{key} IN ({sql})", values, output_field=BooleanField()))


def _matching(wanted, place):
    """SQL with its values: the keys of the indexed releases that hold what is wanted in ``place``."""
    if connection.vendor == "sqlite":
        return "SELECT rowid FROM articles_search WHERE articles_search MATCH %s", [
            _fts5_expression(wanted, place)
        ]
    conditions, values = [], []
    for column, groups in ((place, wanted.terms), ("byline_words", wanted.author)):
        if groups:
            either = (" || ".join([_TSQUERY] * len(group)) for group in groups)
            conditions.append(f"{column} @@ ({' && '.join(f'({terms})' for terms in either)})")
            values += [term for group in groups for term in group]
    if wanted.unwanted:
        conditions.append(f"NOT words @@ ({' || '.join([_TSQUERY] * len(wanted.unwanted))})")
        values += wanted.unwanted
    return f"SELECT id FROM articles_search WHERE {' AND '.join(conditions)}", values


_TSQUERY = "phraseto_tsquery('articles_search', articles_search_words(%s))"


def _fts5_expression(wanted, place):
    """Every term stands between quotes, where FTS5 knows no signs of its own."""
    parts = [
        f"{{{_COLUMNS[column]}}} : ({' AND '.join(_either(group) for group in groups)})"
        for column, groups in ((place, wanted.terms), ("byline_words", wanted.author))
        if groups
    ]
    expression = " AND ".join(f"({part})" for part in parts)
    return f"({expression}) NOT {_either(wanted.unwanted)}" if wanted.unwanted else expression


def _either(terms):
    return "({})".format(" OR ".join('"{}"'.format(term.replace('"', " ")) for term in terms))


def with_excerpts(releases: ReleaseQuerySet, wanted: Wanted) -> ReleaseQuerySet:
    """Annotate ``found_text`` for ``read_excerpts``: only the rows that are read cost anything."""
    if not wanted.terms:
        return releases.annotate(found_text=Value("", TextField()))
    if connection.vendor == "sqlite":
        sql, values = _EXCERPTS_ON_SQLITE, [_fts5_expression(wanted, "words")]
    else:
        terms = [term for group in wanted.terms for term in group]
        sql, values = _EXCERPTS_ON_POSTGRESQL.format(terms=" || ".join([_TSQUERY] * len(terms))), terms
    return releases.annotate(found_text=RawSQL(sql, values, output_field=TextField()))


_EXCERPTS_ON_SQLITE = """(
    SELECT highlight(articles_search, 0, char(2), char(3))
        || char(4) || snippet(articles_search, 1, char(2), char(3), '…', 32)
        || char(4) || snippet(articles_search, 3, char(2), char(3), '…', 32)
    FROM articles_search WHERE articles_search MATCH %s AND rowid = articles_release.id
)"""
_OPTIONS = "'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', {}'"
_SHORT = _OPTIONS.format("MaxFragments=1, MaxWords=34, MinWords=18, ShortWord=0")
_CUT = "CASE WHEN {side}(replace(piece, {mark}, ''), 9) = {side}(btrim(body), 9) THEN '' ELSE '…' END"
_MARKED = (  # the space keeps what looks like a tag, which PostgreSQL would leave out
    "replace(ts_headline('articles_search', replace({text}, '<', '< '), wanted, {options}), '< ', '<')"
)
_EXCERPTS_ON_POSTGRESQL = f"""(
    SELECT {_MARKED.format(text="headline", options=_OPTIONS.format("HighlightAll=true"))}
        || chr(4) || {_MARKED.format(text="summary", options=_SHORT)}
        || chr(4) || {_CUT.format(side="left", mark="chr(2)")} || piece
        || {_CUT.format(side="right", mark="chr(3)")}
    FROM articles_search, (SELECT {{terms}} AS wanted) AS looked_for,
        LATERAL (SELECT {_MARKED.format(text="left(body, 50000)", options=_SHORT)} AS piece) AS cut
    WHERE id = articles_release.id
)"""


def read_excerpts(release: Release) -> tuple[str, str]:
    """Return headline and excerpt of a release that was found, the words looked for between _MARKS.

    The excerpt is of the text where it holds a word, else of standfirst and key points where these do,
    else the standfirst as it is.
    """
    if not release.found_text:
        return release.headline, release.standfirst
    headline, summary, body = release.found_text.split(_BETWEEN)
    return headline, next((text for text in (body, summary) if _MARKS[0] in text), release.standfirst)
