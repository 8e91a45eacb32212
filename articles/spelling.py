"""What the paper's own words offer to somebody who types: "did you mean" and suggestions.

The vocabulary is what the newest public stories say on their faces, read when it is needed: no table of words
that could tell of a story that is not public, and nothing to keep in step.
"""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db import connection
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Release, Section, Tag, Type

NEWEST = 2000  # public stories whose words are known
MOST_NAMES, MOST_SUGGESTED = 4, 8
_KINDS = {Section: _("section"), Author: _("author"), Tag: _("topic"), Release: _("story")}
_WORD = re.compile(r"[^\W_]{3,}")
_LIKE = 0.75  # of difflib's ratio, from which on a word may be the other one misspelt
_ALIKE = 0.12  # of the trigrams that two words have: two letters that changed places leave a short word few
_TRIED = 40  # words that share the most of them, which are compared letter by letter


def newest_faces() -> list[Release]:
    """Return the newest public stories with their address, headline and ``face``: what else cards say."""
    key = "rowid" if connection.vendor == "sqlite" else "id"
    face = RawSQL(  # noqa: S611 - nothing in it is from outside
        f"(SELECT summary || ' ' || bylines FROM articles_search WHERE {key} = articles_release.id)",  # noqa: S608
        [],
        output_field=TextField(),
    )
    fields = ("day", "slug", "headline", "published_at", "type")
    return list(Release.objects.annotate(face=face).only(*fields)[:NEWEST])


def did_you_mean(text: str, faces: Iterable[Release]) -> str:
    """Return ``text`` with each word that the paper does not know as the likeliest that it does, or ""."""
    forms = Counter(word for story in faces for word in _WORD.findall(f"{story.headline} {story.face or ''}"))
    known = {}
    for form, times in forms.items():
        known.setdefault(form.casefold(), Counter())[form] += times
    trigrams = {word: _trigrams(word) for word in known}

    def corrected(match):
        word = match[0].casefold()
        if word in known:
            return match[0]
        best = _likeliest(word, known, trigrams)
        return known[best].most_common(1)[0][0] if best else match[0]

    meant = _WORD.sub(corrected, text)
    return "" if meant == text else meant


def suggestions(text: str) -> list[dict]:
    """Return what begins with ``text``: sections, authors, tags and headlines, each with its address.

    Of authors and tags only those of public stories: a name may be news by itself.
    """
    start = text.casefold()
    if not any(map(str.isalnum, start)):
        return []
    named = [
        *(row for row in Section.objects.for_navigation() if _begins(row.name, start)),
        *_with_stories(Author, "release_bylines", text),
        *_with_stories(Tag, "release_tags", text),
    ]
    newest = Release.objects.only("day", "slug", "headline", "published_at", "type")[:NEWEST]
    stories = [row for row in newest if _begins(row.headline, start)]
    return [
        {"text": str(row), "kind": _kind(row), "url": row.get_absolute_url()}
        for row in [*named[:MOST_NAMES], *stories][:MOST_SUGGESTED]
    ]


def _kind(row):
    is_paid = isinstance(row, Release) and row.type == Type.SPONSORED
    return Type.SPONSORED.label if is_paid else _KINDS[type(row)]


def _begins(name, start):
    """Whether ``name`` has ``start`` at the beginning of a word."""
    name = name.casefold()
    place = name.find(start)
    while place > 0 and name[place - 1].isalnum():
        place = name.find(start, place + 1)
    return place >= 0


def _with_stories(model, stories, text):
    """SQLite knows capitals of ASCII only: a first letter is tried both ways."""
    begins = Q()
    for start in {text, text.capitalize()}:
        begins |= Q(name__istartswith=start) | Q(name__icontains=f" {start}")
    shown = getattr(model, stories).rel.related_model.objects.filter(
        **{model._meta.model_name: OuterRef("pk")}, release__in=Release.objects.order_by().values("pk")
    )
    return model.objects.filter(begins).filter(Exists(shown))[:MOST_NAMES]


def _likeliest(word, known, trigrams):
    own = _trigrams(word)
    scores = ((_overlap(own, trigrams[other]), other) for other in known if abs(len(other) - len(word)) < 5)
    near = sorted((pair for pair in scores if pair[0] >= _ALIKE), reverse=True)[:_TRIED]
    likeness = [(_likeness(word, other), known[other].total(), other) for _, other in near]
    best = max(likeness, default=(0, 0, ""))
    return best[2] if best[0] >= _LIKE else ""


def _likeness(word, other):
    if other.startswith(word):
        return 0.9
    return SequenceMatcher(None, word, other, autojunk=False).ratio()


def _trigrams(word):
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _overlap(one, other):
    common = len(one & other)
    return common / (len(one) + len(other) - common)
