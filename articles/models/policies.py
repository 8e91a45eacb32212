"""What the paper says of itself: pages that an editor can change, there from the first day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.kept import Named, Words


class Policy(Named):
    class Subject(models.TextChoices):
        ETHICS = "ethics", _("Ethics")
        CORRECTIONS = "corrections", _("Corrections")
        OWNERSHIP = "ownership", _("Ownership")
        CONTACT = "contact", _("Contact")
        PRIVACY = "privacy", _("Privacy")

    subject = models.CharField(max_length=20, choices=Subject, unique=True, editable=False)
    title = models.CharField(max_length=120)
    body = models.TextField()  # sanitised HTML
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = Words.as_manager()

    class Meta:
        ordering = ["subject", "-pk"]
        verbose_name_plural = "policies"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/about/{self.subject}/"
