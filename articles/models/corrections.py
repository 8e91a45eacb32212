"""What the paper said wrong: corrections that stay, and the reports of readers who noticed."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models.releases import Release, article_url
from newsroom.kept import Named, Words


class CorrectionQuerySet(Words):
    def of_article(self, article_id):
        """The corrections under one article, oldest first."""
        return self.filter(article_id=article_id).order_by("at", "pk").naming(f"article-{article_id}")

    def latest(self):
        """All of the paper's corrections, newest first."""
        return self.order_by("-at", "-pk").naming("corrections")

    def with_article(self, *, at=None):
        """Those of articles that readers see at ``at`` (default now), with its headline, day and slug."""
        release = Release.timeline.public(at).filter(article=OuterRef("article")).order_by()
        return self.annotate(
            headline=Subquery(release.values("headline")),
            day=Subquery(release.values("day")),
            slug=Subquery(release.values("slug")),
        ).filter(headline__isnull=False)


class Correction(Named):
    """What was changed in a published article, in words; a trigger keeps it as it was written."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        EDITORS_NOTE = "editors_note", _("Editor's note")

    article = models.ForeignKey(
        "articles.Article", models.PROTECT, related_name="corrections", db_index=False
    )
    edition = models.ForeignKey("articles.Edition", models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_what_changed"),
        ]
        indexes = [
            models.Index(fields=["article", "at", "id"], name="correction_of_article"),
            models.Index(fields=["at", "id"], name="correction_list"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {Truncator(self.text).chars(60)}"

    @property
    def anchor(self):
        return f"correction-{self.pk}"

    @property
    def article_href(self):
        """Where it stands under its article; only on rows ``with_article``."""
        return f"{article_url(self.day, self.slug)}#{self.anchor}"

    @property
    def kept_name(self):
        return f"article-{self.article_id}"


class ErrorReportQuerySet(models.QuerySet):
    def waiting(self):
        """What the desk has not answered yet, oldest first."""
        return self.filter(state=ErrorReport.State.OPEN).order_by("at", "pk")


class ErrorReport(models.Model):
    """A reader's word that something published is wrong."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CORRECTED = "corrected", "Corrected"
        DECLINED = "declined", "Not corrected"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="error_reports")
    quote = models.CharField("the words in question", max_length=1000)
    claim = models.CharField("what is wrong", max_length=2000)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="error_reports"
    )
    answer = models.CharField(
        max_length=1000, blank=True, help_text="Why nothing was corrected, for the reader who wrote."
    )
    sender = models.CharField(max_length=64, blank=True, editable=False)  # newsroom.senders

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="error_report_is_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="corrected") | Q(correction__isnull=False),
                name="error_report_corrected_names_its_correction",
            ),
        ]
        indexes = [models.Index(fields=["state", "at", "id"], name="error_report_by_state")]

    def __str__(self):
        return Truncator(self.claim).chars(60)
