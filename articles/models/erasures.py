"""What is left of an article that was deleted for good."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.kept import Words


class Erasure(models.Model):
    """That an article was deleted for good: what is frozen of an article goes only where this stands.

    Both are kept by triggers (``articles.triggers``).
    """

    article_key = models.BigIntegerField(unique=True)  # no foreign key: the article is gone
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Article {self.article_key}"


class ErasedAddressQuerySet(Words):
    def known_at(self, day, slug):
        """Where readers once saw an article that is gone for good; another one may have claimed it since."""
        return self.filter(day=day, slug=slug).naming(f"address-{day:%Y-%m-%d}-{slug}")


class ErasedAddress(models.Model):
    """A permanent link that answers "gone" from now on, unless an article of that very day claims it."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="addresses")
    day = models.DateField()
    slug = models.SlugField(max_length=120, db_index=False)

    objects = ErasedAddressQuerySet.as_manager()

    class Meta:
        ordering = ["day", "slug", "-pk"]
        verbose_name_plural = "erased addresses"
        constraints = [models.UniqueConstraint(fields=["day", "slug"], name="address_is_erased_once")]

    def __str__(self):
        return f"{self.day} {self.slug}"
