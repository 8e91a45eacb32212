"""The desk's working text: always editable, never read by readers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.discussions import CommentDays


class Type(models.TextChoices):
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    INTERVIEW = "interview", _("Interview")
    REVIEW = "review", _("Review")
    SPONSORED = "sponsored", _("Sponsored")


class Role(models.TextChoices):
    BY = "by", _("By")
    PHOTOS = "photos", _("Photos by")
    REPORTING = "reporting", _("Additional reporting by")
    TRANSLATION = "translation", _("Translated by")


class Article(models.Model):
    """Identity and working text of one article.

    No stored state depends on time: whether it is scheduled, live or withdrawn follows from its
    releases (``articles.state``).
    """

    class Desk(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"

    headline = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=120, blank=True, help_text="Empty: from the headline.")
    kicker = models.CharField(max_length=60, blank=True)
    standfirst = models.CharField(max_length=500, blank=True)
    type = models.CharField(max_length=20, choices=Type.choices, default=Type.NEWS)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="articles"
    )
    series = models.ForeignKey(
        "articles.Series", models.PROTECT, null=True, blank=True, related_name="articles"
    )
    tags = models.ManyToManyField("articles.Tag", blank=True, related_name="articles")
    lead_photo = models.ForeignKey(
        "articles.Photo", models.PROTECT, null=True, blank=True, related_name="articles"
    )
    lead_caption = models.CharField(max_length=400, blank=True)
    dateline = models.CharField(
        max_length=80, blank=True, help_text="The place it was written, for example: Cutlers Beach."
    )
    body = models.TextField(blank=True)
    seo_title = models.CharField("title for search and sharing", max_length=120, blank=True)
    seo_description = models.CharField("description for search and sharing", max_length=300, blank=True)
    canonical_url = models.CharField(
        "canonical address", max_length=2000, blank=True, help_text="Where the text appeared first."
    )

    desk = models.CharField(max_length=20, choices=Desk.choices, default=Desk.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)  # of the working text as last stored
    # Of the page it was first typed on: that page posted again, in whatever way, is no second article.
    page_key = models.UUIDField(null=True, unique=True, editable=False)
    # The open page that stored the present version by itself: it may go on, even if it never got the answer.
    last_page = models.UUIDField(null=True, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Switches, not text: they act at once and are no part of an edition.
    is_sensitive = models.BooleanField("no ads", default=False)
    is_hidden = models.BooleanField("hidden from search engines", default=False)
    comments_open = models.BooleanField(default=True)
    comments_close_after = models.PositiveSmallIntegerField(
        "comments close",
        choices=CommentDays,
        null=True,
        blank=True,
        help_text="Counted from the day of publication.",
    )
    comments_close_on = models.DateField(
        null=True, blank=True, help_text="The last day on which readers may comment, if it comes first."
    )
    # For cards, copied every few minutes by whoever keeps the comments.
    comment_count = models.PositiveIntegerField(default=0, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "story", "stories"
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["changed_at", "id"], name="article_by_change")]
        permissions = [
            ("publish_article", "Can publish and withdraw articles"),
            ("read_every_article", "Can read and edit the articles of others"),
        ]

    def __str__(self):
        return self.headline or f"Article {self.pk}"


class KeyPoint(models.Model):
    """One thing to know. Its public id survives every edition, so that what refers to it keeps it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=200)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["position", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="key_point_has_its_own_position")
        ]

    def __str__(self):
        return self.text


class Byline(models.Model):
    """What one author did for the article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey("articles.Author", models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.BY)

    class Meta:
        ordering = ["position", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_names_an_author_once_a_role",
                violation_error_message="This author is already named in this role.",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.author}"
