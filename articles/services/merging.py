"""Two names for one: merging tags, and authors. What was published goes on under the name that stays."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, Author, Byline, Release, ReleaseByline, ReleaseTag, Tag
from articles.refusals import Refused
from articles.services.holding import hold_stories
from newsroom.audit import record
from newsroom.models import User
from newsroom.purges import purge
from newsroom.redirects import redirect_path


@transaction.atomic
def merge_tags(tag: Tag, *, into: Tag, by: User | None) -> None:
    """Let ``into`` stand wherever ``tag`` stood, on working articles and releases, and delete ``tag``.

    Editions stay as written: they keep its name.
    """
    _hold(Tag, tag, into)
    articles = _articles_of(Release.timeline.filter(release_tags__tag=tag))
    _tell(tag, into, by, "tags", articles)
    bearing = ReleaseTag.objects.filter(tag=into, release=OuterRef("release"))
    ReleaseTag.objects.filter(~Exists(bearing), tag=tag).update(tag=into)
    through = Article.tags.through.objects
    has_it = through.filter(tag=into, article=OuterRef("article"))
    through.filter(~Exists(has_it), tag=tag).update(tag=into)
    known = Author.topics.through.objects
    knows_it = known.filter(tag=into, author=OuterRef("author"))
    known.filter(~Exists(knows_it), tag=tag).update(tag=into)
    redirect_path(tag.get_absolute_url(), into.get_absolute_url())
    Tag.objects.filter(pk=tag.pk).delete()


@transaction.atomic
def merge_authors(author: Author, *, into: Author, by: User | None) -> None:
    """Let ``into`` have made whatever ``author`` made, on working articles and releases; delete ``author``.

    A portrait and words that ``into`` lacks are taken over. Editions stay as written: they keep the name.
    The old address leads to the new one.
    """
    _hold(Author, author, into)
    articles = _articles_of(Release.timeline.filter(bylines__author=author))
    _tell(author, into, by, "authors", articles)
    _take_over(author, into)
    same_line = Byline.objects.filter(author=into, article=OuterRef("article"), role=OuterRef("role"))
    Byline.objects.filter(Exists(same_line), author=author).delete()
    Byline.objects.filter(author=author).update(author=into)
    theirs = ReleaseByline.objects.filter(author=into, release=OuterRef("release"))
    ReleaseByline.objects.filter(Exists(theirs.filter(role=OuterRef("role"))), author=author).delete()
    ReleaseByline.objects.filter(Exists(theirs), author=author).update(is_listed=False)
    ReleaseByline.objects.filter(author=author).update(author=into)
    redirect_path(author.get_absolute_url(), into.get_absolute_url())
    Author.objects.filter(pk=author.pk).delete()


def _hold(model, row, into):
    """Lock both, after all that may name them; so neither a save nor another merge can cross this one."""
    if row.pk == into.pk:
        raise Refused("Choose another one: these two are the same.")
    hold_stories()
    if len(model.objects.select_for_update().filter(pk__in=[row.pk, into.pk]).order_by("pk")) < 2:
        raise Refused("Somebody else has just merged or deleted one of them.")


def _articles_of(releases):
    return list(releases.order_by().values_list("article_id", flat=True).distinct())


def _tell(row, into, by, name_of_all, articles):
    """Every page that names either, before the rows move."""
    kind = row._meta.model_name
    purge(
        name_of_all,
        "front",
        *(f"article-{key}" for key in articles),
        *(f"{kind}-{one.pk}" for one in (row, into)),
        *(one.kept_name for one in (row, into)),
    )
    after = {"into": into.name, "key": into.pk}  # articles.merged goes by it
    record("merged", row, by=by, before={"name": row.name, "slug": row.slug}, after=after)


def _take_over(author, into):
    lacking = [name for name in ("title", "bio", "portrait_id", "email", "links") if not getattr(into, name)]
    for name in lacking:
        setattr(into, name, getattr(author, name))
    into.save(update_fields=[name.removesuffix("_id") for name in lacking])
