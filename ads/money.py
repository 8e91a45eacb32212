"""Money is integer cents; here it is read from what people type and written for them to read."""

import re
from decimal import Decimal

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

CURRENCY = "usd"


def dollars(cents: int) -> str:
    """Return ``cents`` as people write it in a statement: $1,234.50, or -$1.00."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def price(cents: int) -> str:
    """Return ``cents`` as people say a price: $1, or $1.50."""
    return dollars(cents).removesuffix(".00")


def percent(basis_points: int) -> str:
    """Return hundredths of a percent as people write them: 19 %, 7.7 %, 0 %."""
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") + " %"


def tax_within(cents: int, basis_points: int) -> int:
    """Return the tax that is part of ``cents``, at a rate in hundredths of a percent.

    Rounded to the nearest cent, half a cent up: 19 % of which $1.19 consists are 19 cents.
    """
    whole = 10_000 + basis_points
    return (2 * cents * basis_points + whole) // (2 * whole)


_MOST = _("The most is {most}.")
# "1250", "1,250.50", ".5": a comma parts thousands and nothing else, so "12,50" is not $1,250.
_AMOUNT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?")


class DollarsField(forms.DecimalField):
    """An amount typed in dollars ("50", "$1,250.00"), cleaned to integer cents; in doubt it asks again."""

    widget = forms.TextInput

    def __init__(self, *, min_cents: int, max_cents: int, **kwargs):
        most = format_lazy(_MOST, most=price(max_cents))
        super().__init__(
            max_digits=12,
            decimal_places=2,
            error_messages={
                "invalid": _("Enter an amount in dollars, such as 50 or 49.50."),
                "max_decimal_places": _("An amount has at most two digits after the point."),
                "max_digits": most,
                "max_whole_digits": most,
            },
            **kwargs,
        )
        self.min_cents, self.max_cents = min_cents, max_cents

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().removeprefix("$").strip()
            if not _AMOUNT.fullmatch(value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def clean(self, value):
        amount = super().clean(value)
        if amount is None:
            return None
        cents = int(amount * Decimal(100))
        if cents < self.min_cents:
            least = format_lazy(_("The least is {least}."), least=price(self.min_cents))
            raise forms.ValidationError(least, code="min_value")
        if cents > self.max_cents:
            most = format_lazy(_MOST, most=price(self.max_cents))
            raise forms.ValidationError(most, code="max_value")
        return cents

    def widget_attrs(self, widget):
        return {"inputmode": "decimal"}
