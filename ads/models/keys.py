from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeyQuerySet(models.QuerySet):
    """The words for asking which keys still open something."""

    def open(self):
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), revoked_at=None)


class AdvertiserKey(models.Model):
    """A secret that opens an advertiser's results to who holds it: read only, revocable, kept as a hash."""

    class Kind(models.TextChoices):
        SHARE = "share", _("link to the results")
        API = "api", _("token for programs")

    advertiser = models.ForeignKey("ads.Advertiser", models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    label = models.CharField("for whom", max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = KeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="api") | Q(kind="share", ends_at__isnull=False),
                name="advertiser_key_shared_has_an_end",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} for {self.label}"
