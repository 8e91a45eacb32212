"""Releases: what readers see, and when. The only articles that readers' queries touch."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from articles.models.articles import Role, Type
from articles.models.discussions import open_for_comments
from articles.models.sections import Tag
from newsroom import clock
from newsroom.json_rows import JSONRows, has_any
from newsroom.kept import Named, Words

OPEN_END = datetime(9999, 1, 1, tzinfo=UTC)  # "for good"; later ones overflow in zones west of Greenwich


class MonthOf(models.Func):
    """The month by UTC in which a moment falls, to compare and to order by; each database says it its way."""

    output_field = models.CharField()
    sql = {
        "sqlite": "substr(%(expressions)s, 1, 7)",
        "postgresql": "date_trunc('month', %(expressions)s AT TIME ZONE 'UTC')",
    }

    def as_sql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template=self.sql[connection.vendor], **context)


class ReleaseQuerySet(Words):
    """The words the rest of the house uses to ask for what readers see."""

    def public(self, at=None):
        """Releases whose interval holds ``at``: live_from <= at < live_until. Default: now, when built."""
        at = at or clock.now()
        return self.filter(live_from__lte=at, live_until__gt=at)

    def for_front(self):
        return self.naming("front")

    def in_section(self, section):
        """What stands in ``section``, its subsections included."""
        here = {"section": section} if section.parent_id else {"top_section": section}
        return self.filter(**here).naming(f"section-{section.pk}")

    def in_series(self, series):
        return self.filter(series=series).naming(f"series-{series.pk}")

    def by_author(self, author):
        """What ``author`` had a part in, once an article, newest first."""
        return (
            self.filter(bylines__author=author, bylines__is_listed=True)
            .alias(listed_at=F("bylines__published_at"), listed_id=F("bylines__release_id"))
            .order_by("-listed_at", "-listed_id")
            .naming(f"author-{author.pk}")
        )

    def tagged(self, tag):
        return (
            self.filter(release_tags__tag=tag)
            .alias(listed_at=F("release_tags__published_at"), listed_id=F("release_tags__release_id"))
            .order_by("-listed_at", "-listed_id")
            .naming(f"tag-{tag.pk}")
        )

    def is_any(self):
        """Whether there is one, as a condition of other rows: looked for along the index of their list."""
        return has_any(self.order_by("-published_at", "-pk"))

    def at_address(self, day, slug):
        """The article that readers find there now; for earlier and gone addresses see ``Address``."""
        from articles.models.addresses import Address  # noqa: PLC0415 - addresses ask for releases too

        claimed = Address.objects.filter(day=day, slug=slug).order_by().values("article_id")[:1]
        return self.filter(article_id=claimed, day=day, slug=slug).naming(f"address-{day:%Y-%m-%d}-{slug}")

    def of_article(self, article_id):
        return self.filter(article_id=article_id).naming(f"article-{article_id}")

    def of_articles(self, keys):
        """What readers see of several articles; a page that asks changes when any of them does."""
        return self.filter(article_id__in=keys).naming(*(f"article-{key}" for key in keys))

    def with_comments_open(self):
        """Annotate ``comments_open``: whether readers may comment on the article today."""
        return self.annotate(comments_open=open_for_comments())

    def for_cards(self):
        """What a list of cards needs, and no more: no body, no tags."""
        return (
            self.select_related("section", "lead_photo")
            .defer("body")
            .annotate(comment_count=F("article__comment_count"))
            .prefetch_related(Prefetch("bylines", ReleaseByline.objects.select_related("author")))
        )

    def for_page(self):
        """What the article's own page needs, its switches included."""
        from articles.models.corrections import Correction  # noqa: PLC0415 - beside, not below

        corrections = Correction.objects.filter(article=OuterRef("article"))
        tags = Tag.objects.filter(release_tags__release=OuterRef("pk")).values_list("id", "name", "slug")
        return (
            self.select_related("section__parent", "series", "lead_photo")
            .with_comments_open()
            .annotate(is_corrected=Exists(corrections))
            .annotate(tag_rows=JSONRows(tags, "id", "name", "slug"))
            .annotate(is_sensitive=F("article__is_sensitive"), is_hidden=F("article__is_hidden"))
            .prefetch_related(
                Prefetch("bylines", ReleaseByline.objects.select_related("author__portrait")),
            )
        )


class PublicReleases(models.Manager.from_queryset(ReleaseQuerySet)):
    """Only what is public at this moment, through reverse relations too."""

    def get_queryset(self):
        return super().get_queryset().public()


class Release(Named):
    """One edition of an article, public over the half-open interval ``[live_from, live_until)``.

    An update, a withdrawal and their schedules are these two columns, written ahead. The intervals of
    one article never overlap (``articles.triggers``).
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="releases", db_index=False)
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="releases")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=OPEN_END)
    withdrawal_reason = models.CharField(max_length=300, blank=True)  # said when its end is a withdrawal
    published_at = models.DateTimeField()  # of the article's first release, or of the paper it came from
    updated_at = models.DateTimeField()  # of the last substantive release
    day = models.DateField()
    slug = models.SlugField(max_length=120, db_index=False)
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="releases", db_index=False)
    # The section itself, or the one that it is a subsection of (``services.move_section`` keeps it so).
    top_section = models.ForeignKey("articles.Section", models.PROTECT, related_name="+", db_index=False)
    series = models.ForeignKey(
        "articles.Series", models.PROTECT, null=True, related_name="releases", db_index=False
    )
    type = models.CharField(max_length=20, choices=Type.choices)
    kicker = models.CharField(max_length=60, blank=True)
    headline = models.CharField(max_length=200)
    standfirst = models.CharField(max_length=500, blank=True)
    lead_photo = models.ForeignKey("articles.Photo", models.PROTECT, null=True, related_name="releases")
    lead_caption = models.CharField(max_length=400, blank=True)
    key_points = models.JSONField(default=list)  # of {"public_id": …, "text": …}
    dateline = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)  # sanitised HTML
    seo_title = models.CharField(max_length=120, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    sources = models.JSONField(default=list)  # of {"kind", "title", "url", "note"}
    related = models.JSONField(default=list)  # keys of the articles picked by hand, in order
    word_count = models.PositiveIntegerField(default=0)

    objects = PublicReleases()
    timeline = ReleaseQuerySet.as_manager()

    seen_at = None  # the moment as of which a front is laid out; None: now

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_from__lt=F("live_until")), name="release_begins_before_it_ends"
            ),
            models.UniqueConstraint(fields=["article", "live_from"], name="release_begins_alone"),
            models.UniqueConstraint(fields=["article", "live_until"], name="release_ends_alone"),
        ]
        # A list's index matches its whole ORDER BY; with less, SQLite's planner takes the range and sorts.
        indexes = [
            models.Index(fields=["published_at", "id", "live_until", "live_from"], name="release_list"),
            models.Index(
                fields=["section", "published_at", "id", "live_until", "live_from"],
                name="release_section_list",
            ),
            models.Index(
                fields=["top_section", "published_at", "id", "live_until", "live_from"],
                name="release_top_section_list",
            ),
            models.Index(
                fields=["series", "published_at", "id", "live_until", "live_from"],
                name="release_series_list",
            ),
            models.Index(
                fields=["type", "published_at", "id", "live_until", "live_from"],
                name="release_type_list",
            ),
            models.Index(MonthOf("published_at"), "live_from", "live_until", name="release_month_changes"),
            models.Index(fields=["live_from"], name="release_next_start"),
            models.Index(fields=["live_until"], name="release_next_end"),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return article_url(self.day, self.slug)

    @property
    def kept_name(self):
        return f"article-{self.article_id}"

    @property
    def tags(self) -> list[Tag]:
        """Its tags by name; only on rows ``for_page``."""
        fields = ["id", "name", "slug"]
        return [Tag.from_db(self._state.db, fields, row) for row in self.tag_rows or []]

    @property
    def shown_photo(self):
        """The lead photo, unless its licence ended: from that midnight on no page and no card shows it."""
        is_shown = self.lead_photo and self.lead_photo.is_usable(self.seen_at)
        return self.lead_photo if is_shown else None


def article_url(day, slug):
    """The permanent link of an article."""
    return f"/{day.year:04}/{day.month:02}/{day.day:02}/{slug}/"


class ReleaseByline(models.Model):
    """A byline as published, with its release's date: an author's page is one index range."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, related_name="release_bylines", db_index=False
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    is_listed = models.BooleanField(default=True)  # the author's first role here: lists show an article once
    published_at = models.DateTimeField()

    objects = Words.as_manager()

    class Meta:
        ordering = ["position", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "author", "role"], name="release_names_an_author_once_a_role"
            ),
            models.UniqueConstraint(
                fields=["release", "author"], condition=Q(is_listed=True), name="release_lists_an_author_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["author", "published_at", "release"],
                condition=Q(is_listed=True),
                name="byline_author_list",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.author}"


class ReleaseTag(models.Model):
    """A tag as published, with its release's date: a tag's page is one index range."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="release_tags", db_index=False)
    tag = models.ForeignKey("articles.Tag", models.CASCADE, related_name="release_tags", db_index=False)
    published_at = models.DateTimeField()

    objects = Words.as_manager()

    class Meta:
        ordering = ["tag__name", "-pk"]
        constraints = [models.UniqueConstraint(fields=["release", "tag"], name="release_bears_a_tag_once")]
        indexes = [models.Index(fields=["tag", "published_at", "release"], name="release_tag_list")]

    def __str__(self):
        return str(self.tag)
