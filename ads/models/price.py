from django.db import models
from django.db.models import Q


class PlacePrice(models.Model):
    """What a click costs that came from one place, where that is less than AD_PRICE_CENTS."""

    place = models.CharField(max_length=20, unique=True)
    cents = models.PositiveIntegerField("price of a click, in cents")

    class Meta:
        ordering = ["place", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="place_price_is_positive"),
        ]

    def __str__(self):
        return self.place
