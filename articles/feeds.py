"""Feeds: lists of the paper for readers' programs, kept like pages."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localtime

from articles.models import Correction
from newsroom.kept import kept
from newsroom.site import absolute

CORRECTIONS_IN_FEED = 30
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # an Atom feed has a date, even one without entries


class Atom(Atom1Feed):
    """Dated by what it holds alone, so that equal feeds are equal bytes."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=_NEVER)


@kept
def corrections_feed(request):
    feed = Atom(
        title=f"Corrections · {settings.SITE_NAME}",
        link=absolute("/corrections/"),
        feed_url=absolute("/corrections/feed/"),
        description=None,
        subtitle=f"What {settings.SITE_NAME} had wrong, and how it is right.",
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
    )
    for correction in Correction.objects.latest().with_article()[:CORRECTIONS_IN_FEED]:
        at = localtime(correction.at).replace(microsecond=0)  # as every page says it
        feed.add_item(
            title=f"{correction.get_kind_display()}: {correction.headline}",
            link=absolute(correction.article_href),
            description=correction.text,
            unique_id=f"tag:{settings.SITE.hostname},{at:%Y-%m-%d}:correction-{correction.pk}",
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
