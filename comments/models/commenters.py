"""Who writes: an author's record, and what moderators note and decide about a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone


class CommenterQuerySet(models.QuerySet):
    def with_email(self, email):
        """The one with this address, whatever its case."""
        return self.alias(lowered=Lower("email")).filter(lowered=Lower(Value(email)))


class Commenter(models.Model):
    """An author's record: of an account, or of an address that was proved by a mailed link.

    An address that was only typed has none. Approvals, rejections and trust are counted from its comments
    (``comments.judging.record_of``), never stored.
    """

    email = models.EmailField("e-mail", max_length=254)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="commenter", verbose_name="account"
    )
    name = models.CharField(max_length=60)
    proved_at = models.DateTimeField(default=timezone.now)

    objects = CommenterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="commenter_email_is_unique_without_case")]

    def __str__(self):
        return f"Commenter {self.pk}"  # no name: the audit log keeps this for good


class BanQuerySet(models.QuerySet):
    def in_force(self, at):
        return self.filter(Q(until=None) | Q(until__gt=at), lifted_at=None)

    def of(self, *, sender="", commenter_id=None, email=""):
        """Bans of any of these; nothing is asked for what is empty."""
        asked = Q(pk=None)
        if sender:
            asked |= Q(sender=sender)
        if commenter_id:
            asked |= Q(commenter=commenter_id)
        if email:
            asked |= Q(email=email.lower())
        return self.filter(asked)


class Ban(models.Model):
    """Somebody whose comments are not published: a sender for a time, an author's record, or an address."""

    sender = models.CharField(max_length=32, blank=True, help_text="As Comment.sender: good for one month.")
    commenter = models.ForeignKey(Commenter, models.CASCADE, null=True, related_name="bans")
    email = models.EmailField(max_length=254, blank=True, help_text="In lower case.")
    until = models.DateTimeField(null=True, help_text="Empty: until it is lifted.")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    swept = models.JSONField(
        default=dict, help_text="The keys of the comments that it put away as spam, by the state they had."
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["sender"], name="ban_by_sender", condition=~Q(sender="")),
            models.Index(fields=["email"], name="ban_by_email", condition=~Q(email="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(sender=""), commenter=None, email="")
                | Q(sender="", commenter__isnull=False, email="")
                | Q(~Q(email=""), sender="", commenter=None),
                name="ban_is_of_exactly_one",
            ),
            models.CheckConstraint(
                condition=Q(sender="") | Q(until__isnull=False), name="ban_of_a_sender_has_an_end"
            ),
        ]

    def __str__(self):
        return f"Ban {self.pk}"


class CommenterNote(models.Model):
    """What one moderator tells the others about an author's record, or about an address."""

    commenter = models.ForeignKey(Commenter, models.CASCADE, null=True, related_name="notes")
    email = models.EmailField(max_length=254, blank=True, help_text="In lower case.")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email"], name="note_by_email", condition=~Q(email=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(commenter__isnull=False, email="") | Q(~Q(email=""), commenter=None),
                name="note_is_about_exactly_one",
            )
        ]

    def __str__(self):
        return f"Note {self.pk}"
