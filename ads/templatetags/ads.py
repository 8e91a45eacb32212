from django import template
from django.conf import settings
from django.db.models import Count, Window
from django.urls import reverse

from ads import money
from ads.models import Ad, AdVersion
from ads.slots import slot_query
from ads.statements import waiting_money

CARD_ROWS = 6

register = template.Library()
register.filter("dollars", money.dollars)
register.filter("price", money.price)
register.filter("percent", money.percent)


@register.inclusion_tag("ads/_slot.html")
def ad_slot(place, *, section="", tags="", words="", sensitive=False, number=1, of=1):  # noqa: PLR0913
    """A reserved place for one ad, the same for every reader; nothing on a page marked sensitive.

    Reads no database: ``section`` and ``tags`` (slugs, with commas) are plain words from the page, ``words``
    its headline: an ad stays away from the words that its advertiser avoids. ``of`` is how many slots the
    page has.
    """
    query = slot_query(place, section=section, tags=tags, words=words, number=number, of=of)
    return {
        "is_shown": not sensitive,
        "number": number,
        "src": f"{reverse('ads:slot', args=[place])}?{query}",
        "counts_seen": settings.AD_SEEN and number == 1,
    }


@register.inclusion_tag("ads/_cards.html", takes_context=True)
def ads_cards(context):
    """The ads that wait for review, for the desk's first page: one query, and none without the permission."""
    if not context["request"].user.has_perm("ads.view_ad"):
        return {"is_shown": False}
    waiting = AdVersion.objects.waiting().select_related("ad__advertiser")
    versions = waiting.annotate(total=Window(Count("pk")))[:CARD_ROWS]
    rows = [
        {
            "text": version.headline,
            "note": f"{version.paid_by}, {money.dollars(version.ad.budget_cents)}",
            "href": reverse("admin:ads_ad_change", args=[version.ad_id]),
        }
        for version in versions
    ]
    return {
        "is_shown": True,
        "title": "Ads waiting",
        "count": versions[0].total if rows else 0,
        "rows": rows,
        "href": f"{reverse('admin:ads_ad_changelist')}?state__exact={Ad.State.WAITING}",
    }


@register.inclusion_tag("ads/_money_cards.html", takes_context=True)
def ads_money_cards(context):
    """Money that waits for somebody, for the desk's first page; nothing without the permission."""
    if not context["request"].user.has_perm("ads.view_transaction"):
        return {"is_shown": False}
    return {"is_shown": True, "title": "Ad money", **waiting_money(CARD_ROWS)}
