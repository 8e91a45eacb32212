"""What a click costs, by the place it came from: the public price, or less."""

from django.conf import settings

from ads.models import PlacePrice


def prices() -> dict[str, int]:
    """Return the price in cents of each place that has one of its own."""
    return dict(PlacePrice.objects.values_list("place", "cents"))


def public_price() -> int:
    """Return the price in cents that every page names and that advertisers agree to; no place costs more."""
    return settings.AD_PRICE_CENTS


def price_of(place: str, *, agreed_cents: int, own: dict[str, int]) -> int:
    """Return what a click from ``place`` costs now: the place's price, never more than was agreed to."""
    return min(agreed_cents, public_price(), own.get(place, agreed_cents))
