from urllib.parse import urlencode

from django import template
from django.urls import reverse

from ads import money
from ads.models import Ad

register = template.Library()
register.filter("dollars", money.dollars)
register.filter("price", money.price)


@register.inclusion_tag("ads/_slot.html")
def ad_slot(place, section="", tags="", sensitive=False, number=1):
    """A reserved place for one ad, the same for every reader; nothing on a page marked sensitive.

    Reads no database: ``section`` and ``tags`` (slugs, with commas) are plain words from the page.
    """
    words = {name: value for name, value in (("section", section), ("tags", tags), ("number", number)) if value}
    return {
        "is_shown": not sensitive,
        "number": number,
        "src": f"{reverse('ads:slot', args=[place])}?{urlencode(words)}",
    }


@register.inclusion_tag("admin/_card.html", takes_context=True)
def ads_cards(context):
    """The ads that wait for review, for the desk's first page."""
    if not context["request"].user.has_perm("ads.view_ad"):
        return {"is_hidden": True}
    waiting = Ad.objects.waiting().prefetch_related("versions")
    return {"title": "Ads waiting", "count": waiting.count(), "rows": [], "href": ""}
