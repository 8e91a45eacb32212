"""What a moderator reads of the story under which a comment stands: what readers do."""

from django.db.models import OuterRef, Subquery

from articles.models import Release
from newsroom import clock


def seen_headline(article: str = "article") -> Subquery:
    """The headline under which readers see the commented story, or saw it last.

    Never that of the working text, which a moderator may not read.
    """
    seen = Release.timeline.filter(article=OuterRef(article), live_from__lte=clock.now())
    return Subquery(seen.order_by("-live_from").values("headline")[:1])
