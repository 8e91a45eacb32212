"""Public articles and comments in every state, made the way the house makes them."""

import itertools
from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Edition, Release, Section
from comments import services
from comments.forms import ReplyForm
from newsroom.models import User

_numbers = itertools.count(1)


def a_public_article(*, headline="Night ferry to run again in spring", **fields):
    """An article that readers see, with comments open unless told otherwise."""
    number = next(_numbers)
    section, _ = Section.objects.get_or_create(slug="city", defaults={"name": "City"})
    article = Article.objects.create(
        headline=headline, slug=f"night-ferry-{number}", section=section, **fields
    )
    edition = Edition.objects.create(article=article, number=1, data={}, digest=f"{number:064}")
    since = timezone.now() - timedelta(hours=1)
    Release.timeline.create(
        article=article,
        edition=edition,
        section=section,
        headline=headline,
        slug=article.slug,
        type=article.type,
        body="<p>The ferry left at ten.</p>",
        live_from=since,
        published_at=since,
        updated_at=since,
        day=timezone.localdate(since),
    )
    return article


def a_moderator(email="moderator@example.org", **fields):
    return User.objects.create_superuser(email, "a long password", **fields)


def a_held_comment(article, **fields):
    words = {"name": "Ola Berg", "email": "ola@example.org", "text": f"Comment number {next(_numbers)}."}
    return services.post_comment(article.pk, **(words | fields)).comment


def a_comment(article, **fields):
    """A published one."""
    comment = a_held_comment(article, **fields)
    assert services.approve_comment(comment, by=None)
    return comment


def typed(article, **fields):
    """What a browser sends from the reply form of ``article``."""
    words = {"name": "Ola Berg", "email": "ola@example.org", "text": "I sold herring there.", "website": ""}
    return words | {"rendered": ReplyForm(article_id=article.pk).stamp} | fields
