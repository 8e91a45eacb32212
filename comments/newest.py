"""The newest comments of the whole paper: which they are, and what tells their feed that it is old.

Their feed is made of the name NEWEST and of "front", which changes with every story that comes or goes.
"""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from articles.models import Release
from articles.wire import for_machines
from comments.models import Comment
from newsroom.purges import purge

NEWEST = "comments"


def newest_comments():
    """What readers see under the news that they can see now, the last to appear first, with its ``headline``.

    Nothing under a story that is hidden from machines: a feed is read by them. One at a time along its
    index, since the list is cut: a join might read all of them.
    """
    stories = for_machines(Release.objects.filter(article=OuterRef("article"))).order_by()
    said = Comment.objects.naming(NEWEST, "front").by_appearance().reverse()
    return said.annotate(headline=Subquery(stories.values("headline")[:1])).filter(headline__isnull=False)


def purge_comments(*comments: Comment, at: datetime | None = None) -> None:
    """Purge all that shows ``comments`` or counts them: their discussions, and the newest of the paper.

    What waited, too, once it is put away: the ledger counts it.
    """
    if names := {comment.kept_name for comment in comments}:
        purge(*names, NEWEST, at=at)
