"""What readers do beside writing: like, report, follow."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Like(models.Model):
    """One like of one comment; who it is from cannot be told once the key of its month is gone."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="+", db_index=False)
    liker = models.CharField(max_length=40, help_text="user:<key>, or a keyed hash for one month.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "liker"], name="like_is_once_of_each_reader")
        ]

    def __str__(self):
        return f"Like of comment {self.comment_id}"


class Report(models.Model):
    """One reader's complaint about one comment, open until a moderator has looked."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam or advertising")
        ATTACK = "attack", _("Attacks a person or a group")
        FALSE = "false", _("False")
        PRIVATE = "private", _("Tells something private")
        ILLEGAL = "illegal", _("Breaks the law")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="complaints", db_index=False)
    reporter = models.CharField(max_length=40, help_text="As Like.liker.")
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="report_is_once_of_each_reader")
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: comment {self.comment_id}"


def new_secret():
    return secrets.token_urlsafe(24)


class Follow(models.Model):
    """Who asked for mail about answers to their own comment; none is sent before they confirmed."""

    class Mode(models.TextChoices):
        EACH = "each", _("Each answer")
        DAILY = "daily", _("Once a day")

    comment = models.OneToOneField("comments.Comment", models.CASCADE, related_name="follow")
    email = models.EmailField(max_length=254)
    mode = models.CharField(max_length=5, choices=Mode, default=Mode.EACH)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        help_text="What the addresses in its mails are made of.",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=["each", "daily"]), name="follow_mode_is_known")
        ]

    def __str__(self):
        return f"Follow of comment {self.comment_id}"


class Notice(models.Model):
    """That a follower is to be told of one answer: once, whatever happens to it afterwards."""

    follow = models.ForeignKey(Follow, models.CASCADE, related_name="notices", db_index=False)
    reply = models.ForeignKey("comments.Comment", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow", "reply"], name="notice_is_once_of_each_reply")
        ]
        indexes = [models.Index(fields=["at"], name="notice_unsent", condition=Q(sent_at=None))]

    def __str__(self):
        return f"Notice of comment {self.reply_id}"
