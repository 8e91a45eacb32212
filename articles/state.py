"""Where an article stands. Nothing of it is stored: the hour decides, so a query does."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)

from articles.models import Article, Release
from newsroom import clock


class State(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    SCHEDULED = "scheduled", "Scheduled"  # its first publication, or its return
    LIVE = "live", "Live"
    CHANGED = "changed", "Live, with unpublished changes"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TRASH = "trash", "In the trash"


def with_state(articles: QuerySet, *, at=None) -> QuerySet:
    """Annotate ``state``, ``next_release_at`` (None: nothing is due) and ``ends_at`` (of the live release).

    One statement, however long the list; ``filter(state=State.LIVE)`` works on the result.
    """
    at = at or clock.now()
    releases = Release.timeline.filter(article=OuterRef("pk"))
    live = releases.public(at).order_by()
    coming = releases.filter(live_from__gt=at).order_by("live_from")
    return articles.annotate(
        live_digest=Subquery(live.values("edition__digest")),
        ends_at=Subquery(live.values("live_until")),
        next_release_at=Subquery(coming.values("live_from")[:1]),
        state=Case(
            When(trashed_at__isnull=False, then=Value(State.TRASH)),
            When(Q(live_digest=F("digest")), then=Value(State.LIVE)),
            When(live_digest__isnull=False, then=Value(State.CHANGED)),
            When(next_release_at__isnull=False, then=Value(State.SCHEDULED)),
            When(desk=Article.Desk.IN_REVIEW, then=Value(State.IN_REVIEW)),
            When(Exists(releases.filter(live_until__lte=at)), then=Value(State.WITHDRAWN)),
            default=Value(State.DRAFT),
            output_field=CharField(),
        ),
    )


def in_review(articles: QuerySet) -> QuerySet:
    """Those that wait for a decision, an update of a live or scheduled story too, whose state is another."""
    return articles.filter(desk=Article.Desk.IN_REVIEW, trashed_at=None)


def state_of(article: Article, *, at=None) -> State:
    """Return where ``article`` stands; without a query when it comes from ``with_state``."""
    if at is None and hasattr(article, "state"):
        return State(article.state)
    return State(with_state(Article.objects.all(), at=at).values_list("state", flat=True).get(pk=article.pk))
