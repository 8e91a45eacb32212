"""What a click costs, by the place it came from."""

from django.conf import settings

from ads.models import PlacePrice
from ads.slots import PLACES


def prices() -> dict[str, int]:
    """Return the price in cents of each place that has one of its own; elsewhere it is AD_PRICE_CENTS."""
    return dict(PlacePrice.objects.values_list("place", "cents"))


def highest_price() -> int:
    """Return what a click costs at most, in cents: what an advertiser agrees to."""
    own = prices()
    from_anywhere = [settings.AD_PRICE_CENTS] if set(own) != set(PLACES) else []
    return max([*own.values(), *from_anywhere])


def price_of(place: str, *, agreed_cents: int, own: dict[str, int]) -> int:
    """Return what a click from ``place`` costs now: the place's price, never more than was agreed to."""
    return min(agreed_cents, own.get(place, settings.AD_PRICE_CENTS))
