"""How the newsroom wants its discussions: of the whole paper, and of one article."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsroom.kept import Words


class PolicyQuerySet(Words):
    def for_article(self, article_id):
        """The paper's row and the article's own, whichever there are; the article's comes last."""
        asked = self.filter(Q(article=None) | Q(article=article_id))
        return asked.naming("comment-policy", f"thread-{article_id}").order_by(Coalesce("article", Value(0)))


class Policy(models.Model):
    """The terms of the paper (no article) or of one article; empty means what stands above it.

    Above an article is the paper's row, above that the defaults of ``comments.cases.Terms``.
    """

    class Mode(models.TextChoices):
        OPEN = "open", "Publish at once"
        FIRST_HELD = "first_held", "Hold newcomers"
        ALL_HELD = "all_held", "Hold all"
        CLOSED = "closed", "Closed"

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="comment_policy"
    )
    mode = models.CharField(max_length=10, choices=Mode, null=True, blank=True)  # noqa: DJ001 - NULL inherits
    approvals_needed = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After how many approved comments a reader is no newcomer."
    )
    close_after_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days after the day of publication; 0: not by themselves."
    )
    slow_seconds = models.PositiveIntegerField(
        "slow mode", null=True, blank=True, help_text="Seconds between two comments of one reader."
    )
    most_links = models.PositiveSmallIntegerField(null=True, blank=True)
    reports_that_hold = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="So many open reports hold a published comment; 0: none do."
    )
    edit_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    banned_words = models.TextField(null=True, blank=True)  # noqa: DJ001 - NULL inherits
    suspect_words = models.TextField(null=True, blank=True)  # noqa: DJ001 - NULL inherits
    learned_spam = models.BooleanField("learned spam score", null=True, blank=True)
    spam_threshold = models.FloatField(
        null=True, blank=True, help_text="Instead of the one that the score set itself, 0 to 1."
    )
    flood_comments = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="So many in the minutes below hold the article for a while; 0: never.",
    )
    flood_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    flood_hold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    flooded_until = models.DateTimeField(
        null=True, editable=False, help_text="Too much was said at once on this article: held until then."
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("article", Value(0, models.BigIntegerField())), name="policy_of_the_paper_is_one"
            ),
            models.CheckConstraint(
                condition=Q(mode=None) | Q(mode__in=["open", "first_held", "all_held", "closed"]),
                name="policy_mode_is_known",
            ),
        ]

    def __str__(self):
        return f"Policy of article {self.article_id}" if self.article_id else "Policy of the paper"


class SpamModel(models.Model):
    """What the spam score learned from the newsroom's decisions: one row, replaced at each training."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    weights = models.JSONField(default=dict)
    threshold = models.FloatField()
    trained_on = models.PositiveIntegerField(help_text="How many decided comments.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="spam_model_is_one")]

    def __str__(self):
        return f"Trained on {self.trained_on} comments"
