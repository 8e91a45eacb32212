"""Search in what readers see: ``find_releases`` is the one door, whatever engine stands behind it."""

from django.db.models import Q

from articles.models import Release
from articles.models.releases import ReleaseQuerySet
from newsroom.fields import tidy_text

MAX_TEXT = 200  # characters of a query that count
MAX_TERMS = 8
MAX_POINTS = 7  # key points of an article that are looked at
_AROUND = ",.;:!?()[]\"'“”\u2018\u2019«»"  # what stands around a word, and is none of it
# What a body's markup is made of: a term found in here would find every story.
_MARKUP = (
    "<p></p><br><hr><em></em><strong></strong><h2></h2><h3></h3><h4></h4><ul></ul><ol start=type=></ol>"
    '<li></li><blockquote></blockquote><a href="https://www.http://mailto:" rel="noopener nofollow'
    ' sponsored ugc" title="">/a><table><thead></thead><tbody></tbody><tr></tr><th colspan=rowspan="">'
    "</th><td></td></table>&amp;&lt;&gt;&quot;&nbsp;"
)


def tidy_query(text: str) -> str:
    """Return what of ``text`` is searched for: one line, no control characters, MAX_TEXT characters."""
    return " ".join(tidy_text(text[: 4 * MAX_TEXT]).replace("\x00", "").split())[:MAX_TEXT].strip()


def find_releases(text: str) -> ReleaseQuerySet:
    """Return the public releases that hold every term of ``text``, newest first; none for an empty text."""
    terms = [term.strip(_AROUND) for term in tidy_query(text).split()]
    terms = [term for term in terms if any(map(str.isalnum, term))]
    if not terms:
        return Release.objects.none()
    found = Release.objects.all()
    for term in terms[:MAX_TERMS]:
        found = found.filter(_holds(term))
    return found


def _holds(term):
    holds = Q(headline__icontains=term) | Q(standfirst__icontains=term)
    for place in range(MAX_POINTS):
        holds |= Q(**{f"key_points__{place}__text__icontains": term})
    if term.casefold() not in _MARKUP:
        holds |= Q(body__icontains=term)
    return holds
