"""What readers say back: comments, threaded by parent and root."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.json_rows import has_any
from newsroom.kept import Named, Words


class RowCount(Func):
    """How many rows there are, as one row: ``Count`` would group them."""

    template, output_field = "COUNT(*)", models.IntegerField()


class CommentQuerySet(Words):
    """The words in which the rest of the house asks for comments."""

    def under(self, article_id):
        """Everything said about one article; a page that reads it is made of its thread."""
        return self.filter(article_id=article_id).naming(f"thread-{article_id}")

    def published(self):
        return self.filter(state=Comment.State.PUBLISHED)

    def held(self):
        return self.filter(state=Comment.State.HELD)

    def by(self, *, sender="", commenter_id=None):
        """What this author wrote or, where none is known, this sender in its month; or nothing."""
        if commenter_id:
            return self.filter(commenter=commenter_id)
        return self.filter(sender=sender) if sender else self.none()

    def roots(self):
        """What opens a thread and shows: published, or taken down while published replies hang on it."""
        shown = Q(state=Comment.State.PUBLISHED) | has_any(
            Comment.objects.published().filter(root=OuterRef("pk")).order_by()
        )
        return self.filter(shown, root=None).order_by("pk")

    def replies(self):
        """What answers and shows: published, or taken down while a published reply hangs on it."""
        answers = Comment.objects.published().filter(parent=OuterRef("pk"))
        shown = Q(state=Comment.State.PUBLISHED) | has_any(answers.order_by())
        return self.filter(shown, root__isnull=False).order_by("pk")

    def shown(self):
        """Everything with a place on some page: what roots and replies show."""
        answers = Comment.objects.published().filter(Q(parent=OuterRef("pk")) | Q(root=OuterRef("pk")))
        return self.filter(Q(state=Comment.State.PUBLISHED) | Exists(answers))

    def after(self, pk):
        return self.filter(pk__gt=pk)

    def picks(self):
        return self.published().filter(is_pick=True).order_by("-pk")

    def answers(self):
        """The newsroom's own answers, the newest first."""
        return self.published().filter(is_answer=True).order_by("-pk")

    def by_appearance(self):
        """What readers see, in the order in which it appeared: a comment that was held appears late."""
        return self.published().order_by("decided_at", "pk")

    def tallied(self):
        """How many there are of each kind, as rows (kind, about, number).

        Published ones, what was removed or taken back (its state, and about: why), and of the published
        "point", about: which key point. Apart, because the first is nearly all: counted without grouping.
        """
        published, gone = self.published().order_by(), self.filter(state__in=Comment.GONE).order_by()
        whole = published.annotate(kind=Value("published"), about=Value(""), number=RowCount())
        removed = gone.annotate(kind=F("state"), about=F("removal"))
        points = published.filter(key_point__isnull=False)
        points = points.annotate(kind=Value("point"), about=Cast("key_point", models.CharField()))
        parts = [part.values("kind", "about").annotate(number=Count("*")) for part in (removed, points)]
        whole, *parts = [part.values_list("kind", "about", "number") for part in (whole, *parts)]
        return whole.union(*parts, all=True)

    def for_pages(self):
        """What a page of comments shows of each, and no more: no address, no verdicts."""
        return self.only(*SHOWN).order_by("pk")

    def for_feed(self, *more):
        """What a feed says of each, as plain rows: what is read so adds no names to those of its page."""
        return self.values_list(*FED, *more, named=True)


# What readers may see of a comment.
SHOWN = (
    "article", "parent", "root", "state", "name", "html", "created_at", "decided_at", "edited_at", "badge",
    "key_point", "likes", "is_pick", "is_answer",
)  # fmt: skip
FED = ("pk", "article_id", "name", "text", "created_at", "decided_at", "edited_at")


class Comment(Named):
    """One reader's words about one article, shown once a moderator has published them."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        PUBLISHED = "published", _("Published")
        REJECTED = "rejected", _("Rejected")
        SPAM = "spam", _("Spam")
        DELETED = "deleted", _("Deleted")

    GONE = (State.REJECTED, State.SPAM, State.DELETED)

    class Removal(models.TextChoices):
        """Why a comment is not shown, as the public ledger of its article counts it."""

        SPAM = "spam", _("Spam")
        PERSONAL_ATTACK = "personal_attack", _("Personal attack")
        OFF_TOPIC = "off_topic", _("Off topic")
        FALSE_CLAIM = "false_claim", _("False claim")
        ILLEGAL = "illegal", _("Illegal")
        OTHER = "other", _("Other")

    class Badge(models.TextChoices):
        """What an account was to the newsroom when it posted."""

        STAFF = "staff", _("Newsroom")
        AUTHOR = "author", _("Author")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, related_name="answers", db_index=False)
    root = models.ForeignKey("self", models.RESTRICT, null=True, related_name="thread", db_index=False)
    depth = models.PositiveIntegerField(default=0, help_text="0 opens a thread; any depth is stored.")
    state = models.CharField(max_length=9, choices=State, default=State.HELD)
    name = models.CharField(max_length=60)
    email = models.EmailField("e-mail", max_length=254, help_text="For the newsroom only, never shown.")
    text = models.TextField()
    html = models.TextField(editable=False, help_text="What comments.rendering made of the text.")
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="What private addresses are made of."
    )
    key = models.CharField(  # noqa: DJ001 - unique leaves NULL alone, and an old or deleted comment has none
        max_length=64,
        null=True,
        unique=True,
        help_text="The same words from the same reader at the same place, until they delete them.",
    )
    commenter = models.ForeignKey(
        "comments.Commenter", models.SET_NULL, null=True, related_name="comments", db_index=False
    )
    badge = models.CharField(max_length=6, choices=Badge, blank=True)
    key_point = models.UUIDField(null=True, help_text="The public id of the key point that it is about.")
    verdicts = models.JSONField(default=list, help_text="Every rule that spoke, with its evidence.")
    reason = models.CharField(max_length=30, blank=True, help_text="The verdict that decided; see REASONS.")
    reason_words = models.TextField(blank=True, help_text="What a moderator says to the author.")
    removal = models.CharField(max_length=15, choices=Removal, blank=True)
    edited_at = models.DateTimeField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_answered_at = models.DateTimeField(null=True)
    likes = models.PositiveIntegerField(default=0)
    like_rank = models.PositiveIntegerField(default=0, help_text="The likes as last copied for sorting.")
    is_pick = models.BooleanField("editors' pick", default=False)
    is_answer = models.BooleanField("the newsroom's answer", default=False)
    reports = models.PositiveIntegerField("open reports", default=0)
    sender = models.CharField(
        max_length=32, blank=True, help_text="A keyed hash of the address, for one month."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # A thread's opening has no root; PostgreSQL reads such a list in order from a partial index only.
            models.Index(fields=["article", "id"], name="comment_opening", condition=Q(root=None)),
            models.Index(
                fields=["article", "-like_rank", "id"],
                name="comment_opening_by_likes",
                condition=Q(root=None),
            ),
            models.Index(fields=["article", "state", "removal"], name="comment_tally"),
            models.Index(
                fields=["article", "decided_at", "id"],
                name="comment_by_appearance",
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["decided_at", "id"], name="comment_newest_of_all", condition=Q(state="published")
            ),
            models.Index(fields=["root", "id"], name="comment_in_thread"),
            models.Index(fields=["root", "state"], name="comment_by_root"),
            models.Index(fields=["parent", "state"], name="comment_by_parent"),
            models.Index(fields=["state", "-id"], name="comment_by_state"),
            models.Index(fields=["article"], name="comment_to_rank", condition=~Q(likes=F("like_rank"))),
            models.Index(fields=["article", "-created_at"], name="comment_by_newest"),
            models.Index(fields=["commenter", "article", "state"], name="comment_by_commenter"),
            models.Index(fields=["sender", "article"], name="comment_by_sender"),
            models.Index(fields=["article", "-id"], name="comment_that_is_a_pick", condition=Q(is_pick=True)),
            models.Index(fields=["article", "-id"], name="comment_that_answers", condition=Q(is_answer=True)),
            models.Index(
                fields=["article", "key_point", "id"],
                name="comment_by_key_point",
                condition=Q(key_point__isnull=False),
            ),
            models.Index(fields=["reports", "id"], name="comment_by_open_reports"),
            models.Index(
                fields=["appealed_at"],
                name="comment_with_open_appeal",
                condition=Q(appealed_at__isnull=False, appeal_answered_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None, root=None, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="comment_reply_has_a_parent_and_a_root",
            ),
            models.CheckConstraint(
                condition=Q(state="held", decided_at=None) | (~Q(state="held") & Q(decided_at__isnull=False)),
                name="comment_decision_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "published", "rejected", "spam", "deleted"]),
                name="comment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(badge__in=["", "staff", "author"]), name="comment_badge_is_known"
            ),
            models.CheckConstraint(
                condition=Q(appealed_at__isnull=False) | Q(appeal="", appeal_answered_at=None),
                name="comment_appeal_has_a_date",
            ),
        ]

    def __str__(self):
        return f"Comment {self.pk}"  # no words and no name: the audit log keeps this for good

    @property
    def kept_name(self):
        return f"thread-{self.article_id}"

    @property
    def anchor(self):
        return f"comment-{self.pk}"

    @property
    def seen(self):
        """What a moderator decides on, in short: its state, and which words it has."""
        return f"{self.state}-{self.edited_at:%Y%m%d%H%M%S%f}" if self.edited_at else self.state

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    def is_answered(self):
        """Whether somebody's answer to it shows, or waits to."""
        states = (self.State.PUBLISHED, self.State.HELD)
        return Comment.objects.filter(parent=self.pk, state__in=states).exists()

    @property
    def may_be_appealed(self):
        return self.state in (self.State.REJECTED, self.State.SPAM) and self.appealed_at is None

    @property
    def has_open_appeal(self):
        return self.appealed_at is not None and self.appeal_answered_at is None

    @property
    def body(self):
        """The text as HTML: the only place of this app where stored HTML is trusted.

        ``comments.rendering.render_text`` made it out of escaped text, and nothing else writes the field.
        """
        return SafeString(self.html)

    @property
    def initials(self):
        """One or two letters in place of a picture; nobody else is asked for one."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:: max(1, len(words) - 1)][:2]).upper() or self.name[:1]
