"""The permanent link: a day and a slug that belong to one article for good."""

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from articles.models.releases import Release, article_url
from newsroom import clock
from newsroom.kept import Named, Words


class AddressQuerySet(Words):
    def known_at(self, day, slug, *, at=None):
        """The address, if the public has ever seen it, with where its article stands now (``current_url``)
        and why it was last withdrawn (``withdrawal_reason``).

        An address that is only scheduled is not known to readers.
        """
        at = at or clock.now()
        seen = Release.timeline.filter(
            article=OuterRef("article"), day=OuterRef("day"), slug=OuterRef("slug"), live_from__lte=at
        )
        ended = Release.timeline.filter(article=OuterRef("article"), live_until__lte=at)
        current = Release.timeline.public(at).filter(article=OuterRef("article")).order_by()
        return (
            self.filter(Exists(seen), day=day, slug=slug)
            .annotate(
                current_day=Subquery(current.values("day")),
                current_slug=Subquery(current.values("slug")),
                withdrawal_reason=Subquery(ended.order_by("-live_until").values("withdrawal_reason")[:1]),
            )
            .naming(f"address-{day:%Y-%m-%d}-{slug}")
        )


class Address(Named):
    """Claimed when an article is published there, given back only if the public never saw it."""

    day = models.DateField()
    slug = models.SlugField(max_length=120)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["day", "slug", "-pk"]
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["day", "slug"], name="address_belongs_to_one_article")]

    def __str__(self):
        return f"{self.day} {self.slug}"

    @property
    def kept_name(self):
        return f"article-{self.article_id}"

    @property
    def current_url(self):
        """Where the article stands now, or "" when it is withdrawn; only on rows from ``known_at``."""
        if self.current_slug is None:
            return ""
        return article_url(self.current_day, self.current_slug)
