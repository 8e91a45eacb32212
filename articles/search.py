"""Search in what readers see: ``find_releases`` is the one door, whatever engine stands behind it.

Both sides of the comparison are plain text without the difference of capitals, folded here and not by the
database: SQLite knows capitals of ASCII only, and PostgreSQL those of its locale.
"""

from articles.body import plain_text
from articles.models import Release
from articles.models.releases import ReleaseQuerySet
from newsroom.fields import tidy_text

MAX_TEXT = 200  # characters of a query that count
MAX_TERMS = 8
_AROUND = ",.;:!?()[]\"'“”\u2018\u2019«»"  # what stands around a word, and is none of it


def tidy_query(text: str) -> str:
    """Return what of ``text`` is searched for: one line, no control characters, MAX_TEXT characters."""
    return " ".join(tidy_text(text[: 4 * MAX_TEXT]).replace("\x00", "").split())[:MAX_TEXT].strip()


def searched_text(*, headline: str, standfirst: str, key_points: list[dict], body: str) -> str:
    """Return the words of a release as they are compared: what readers read, folded, without markup."""
    points = (point["text"] for point in key_points)
    return _fold("\n".join([headline, standfirst, *points, plain_text(body)]))


def find_releases(text: str) -> ReleaseQuerySet:
    """Return the public releases that hold every term of ``text``, newest first; none for an empty text."""
    terms = [term.strip(_AROUND) for term in tidy_query(text).split()]
    terms = [term for term in terms if any(map(str.isalnum, term))]
    if not terms:
        return Release.objects.none()
    found = Release.objects.all()
    for term in terms[:MAX_TERMS]:
        found = found.filter(searched_text__contains=_fold(term))
    return found


def _fold(text):
    return tidy_text(text).casefold()
