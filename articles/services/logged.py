"""Every verb of the services writes to the audit log what it changed, in its own transaction."""

from functools import wraps

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from articles.models import OPEN_END, Article, Edition, Release
from articles.state import State, with_state
from newsroom import clock
from newsroom.audit import record_change
from newsroom.json_rows import PreparedRows, Slot, moment_in


def logged(verb: str, *, later: str = ""):
    """Record ``verb`` (``later``: for a moment ahead) with what of the article's standing it changed.

    For services that take an article, or something of an article, and ``by=``. A deed that changed nothing
    is not recorded. The working text itself, before and after, is in the editions that an entry names.
    """

    def decorate(service):
        @wraps(service)
        @transaction.atomic
        def recorded(row, *, by, **words):
            article = row if isinstance(row, Article) else row.article
            before = _standing(article)
            result = service(row, by=by, **words)
            said = later if later and words.get("at") else verb
            record_change(said, article, by=by, before=before, after=_standing(article))
            return result

        return recorded

    return decorate


_FOUND = ("state", "edition", "public_edition", "public_since", "next_release_at", "ending_at", "reason")


def _found():
    """What is worked out of an article's editions and releases, at one moment."""
    article, at = Slot("article", BigIntegerField()), Slot("at", DateTimeField())
    releases = Release.timeline.filter(article=OuterRef("pk"))
    live = releases.public(at).order_by()
    seen = releases.filter(live_from__lte=at).order_by("-live_from")
    next_one = Release.timeline.filter(article=OuterRef("article"), live_from=OuterRef("live_until"))
    ending = releases.filter(~Exists(next_one), live_until__gt=at, live_until__lt=OPEN_END)
    ending = ending.order_by("live_until")
    latest = Edition.objects.filter(article=OuterRef("pk")).order_by("-number")
    articles = with_state(Article.objects.filter(pk=article).order_by(), at=at).annotate(
        edition=Subquery(latest.values("number")[:1]),
        public_edition=Subquery(live.values("edition__number")),
        public_since=Subquery(live.values("live_from")),
        ending_at=Subquery(ending.values("live_until")[:1]),
        reason=Coalesce(
            Subquery(ending.values("withdrawal_reason")[:1]),
            Subquery(seen.values("withdrawal_reason")[:1]),
            Value(""),
        ),
    )
    return articles.values_list(*_FOUND)


_STANDING = PreparedRows(_found, *_FOUND)


def _standing(article):
    """Where ``article`` stands, in one statement that also holds its row until the transaction ends."""
    found = _STANDING.given(article=article.pk, at=clock.database_now())
    locked = Article.objects.select_for_update(of=("self",)).defer("body").order_by()
    row = locked.annotate(found=found).get(pk=article.pk)
    [(state, edition, public_edition, public_since, next_release_at, ending_at, reason)] = row.found
    return {
        "state": State(state).label,
        "headline": row.headline,
        "edition": edition,
        "edition readers see": public_edition,
        "readers see it since": public_since and moment_in(public_since),
        "next release": next_release_at and moment_in(next_release_at),
        "to be withdrawn": ending_at and moment_in(ending_at),
        "reason for withdrawing": reason,
        "comments open": row.comments_open,
        "comments close after days": row.comments_close_after,
        "comments close on": row.comments_close_on,
        "no ads": row.is_sensitive,
        "hidden from search engines": row.is_hidden,
    }
