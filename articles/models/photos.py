"""Pictures, stored once by digest, with what the newsroom must know of each."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsroom import clock
from newsroom.kept import Named, Words

SOON = timedelta(days=14)
FOR_GOOD = 9000  # a year so late that it means no end; later ones overflow


class PhotoQuerySet(Words):
    """What the desk asks of its library."""

    def with_use(self):
        """Annotate ``is_used``: whether anything at all holds the photo, a version of the past included."""
        return self.annotate(is_used=_used())

    def unused(self):
        return self.exclude(_used())

    def shown(self):
        """In a working text, on a page that readers see or will see, or as a portrait."""
        now = clock.now()
        not_over = Q(release=None) | Q(release__live_until__gt=now)
        return self.filter(_used({"articles.Release": Q(live_until__gt=now), "articles.PhotoUse": not_over}))

    def undescribed(self):
        return self.filter(alt="", is_decorative=False)

    def uncredited(self):
        return self.filter(credit="")

    def ending(self):
        """Expired, or usable for no more than SOON days."""
        return self.filter(usable_until__lte=timezone.localdate(clock.now()) + SOON)

    def to_replace(self):
        """Those that end and are shown, the most urgent first."""
        return self.ending().shown().order_by("usable_until", "pk")


def _used(only=None):
    """A condition: some row of any table that points at photos points at this one."""
    condition = Q()
    for relation in Photo._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        condition |= Q(Exists(rows.filter((only or {}).get(relation.related_model._meta.label, Q()))))
    return condition


class Photo(Named):
    file = models.FileField(upload_to="photos/", max_length=200)
    alt = models.CharField("description", max_length=400, blank=True)
    is_decorative = models.BooleanField("is decoration only", default=False)
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    usable_until = models.DateField(null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    focal_y = models.PositiveSmallIntegerField(default=50, validators=[MaxValueValidator(100)])
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    renditions = models.JSONField(default=list, editable=False)
    crops = models.JSONField(default=dict, editable=False)  # {"social": {"name", "width", "height"}, …}
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="photo_focus_is_inside_the_picture",
            )
        ]

    def __str__(self):
        return self.caption or self.alt or f"Photo {self.pk}"

    @property
    def expires_at(self):
        """The moment from which it may not be shown: the midnight after its last day; None: never."""
        if self.usable_until is None or self.usable_until.year >= FOR_GOOD:
            return None
        return clock.midnight(self.usable_until + timedelta(days=1))

    @property
    def is_undescribed(self):
        return not (self.alt or self.is_decorative)

    @property
    def ends_soon(self):
        """Whether its last day is near, and not past."""
        return self.expires_at is not None and self.is_usable() and not self.is_usable(clock.now() + SOON)

    def is_usable(self, at=None):
        """Whether readers may be shown it at ``at`` (default now)."""
        return self.expires_at is None or (at or clock.now()) < self.expires_at
