"""Amounts as people type them."""

import pytest
from django.core.exceptions import ValidationError

from ads.money import DollarsField


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("50", 5000), (" $ 49.50 ", 4950), ("1,250", 125_000), ("1,250.5", 125_050), ("12.", 1200), (".5", 50)],
)
def test_an_amount_is_read_as_it_was_meant(typed, cents):
    assert DollarsField(min_cents=1, max_cents=200_000).clean(typed) == cents


@pytest.mark.parametrize("typed", ["12,50", "1,5", "0,50", "1.000,50", "1e3", "1,2500", ",500", "NaN"])
def test_an_amount_that_could_mean_another_is_asked_for_again(typed):
    """A comma is a decimal point to half the world: 12,50 must not become $1,250."""
    field = DollarsField(min_cents=1, max_cents=200_000)

    with pytest.raises(ValidationError, match="Enter an amount in dollars"):
        field.clean(typed)
