from django import template
from django.conf import settings
from django.db.models import Count, Window
from django.urls import reverse

from ads import money, reports
from ads.models import Ad, AdVersion, Advertiser
from ads.slots import slot_query
from ads.statements import waiting_money

CARD_ROWS = 6
ASKS_THE_DESK = 3  # open reports of one version

register = template.Library()
register.filter("dollars", money.dollars)
register.filter("price", money.price)
register.filter("verdict", reports.verdict_of)
register.filter("browser", reports.browser_of)
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
    """What waits on the ad desk, for its first page: one query a card, and none without the permission."""
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
    reported = [
        {
            "text": version.headline,
            "note": f"reported by {version.reported} readers",
            "href": reverse("admin:ads_ad_change", args=[version.ad_id]),
        }
        for version in AdVersion.objects.reported(ASKS_THE_DESK)[:CARD_ROWS]
    ]
    stopped = Ad.objects.filter(pause_reason=Ad.PauseReason.LANDING).select_related("version")[:CARD_ROWS]
    reported += [
        {
            "text": ad.version.headline,
            "note": "its landing page moved or does not answer",
            "href": reverse("admin:ads_ad_change", args=[ad.pk]),
        }
        for ad in stopped
    ]
    return {
        "is_shown": True,
        "reported": reported,
        "title": "Ads waiting",
        "count": versions[0].total if rows else 0,
        "rows": rows,
        "href": reverse("admin:ads_ad_review"),
    }


@register.inclusion_tag("ads/_money_cards.html", takes_context=True)
def ads_money_cards(context):
    """Money that waits for somebody, for the desk's first page; nothing without the permission."""
    if not context["request"].user.has_perm("ads.view_transaction"):
        return {"is_shown": False}
    return {"is_shown": True, "title": "Ad money", **waiting_money(CARD_ROWS)}


@register.inclusion_tag("ads/_own_link.html")
def own_ads_link(person):
    """The way from one's account to one's ads, for who has any."""
    return {"has_ads": Advertiser.objects.of_address(person.email).exists()}
