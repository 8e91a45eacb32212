from django import forms
from django.conf import settings
from django.contrib import admin

from ads.models import PlacePrice
from ads.money import DollarsField, dollars
from ads.slots import PLACES
from newsroom.desk import DeskAdmin


class PriceForm(forms.ModelForm):
    place = forms.ChoiceField(choices=[(place, place) for place in PLACES])
    cents = DollarsField(
        label="Price of a click, in dollars",
        min_cents=1,
        max_cents=settings.AD_PRICE_CENTS,
        help_text="Less than the price that the paper names in public (AD_PRICE_CENTS); it counts at once.",
    )

    class Meta:
        model = PlacePrice
        fields = ["place", "cents"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["cents"] = dollars(self.instance.cents)


@admin.register(PlacePrice)
class PlacePriceAdmin(DeskAdmin):
    form = PriceForm
    list_display = ["place", "price"]

    @admin.display(description="price of a click", ordering="cents")
    def price(self, row):
        return dollars(row.cents)
