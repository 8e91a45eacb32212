"""``{% sharing section.name section.description %}``: what a shared link of a page shows, in its head."""

from dataclasses import dataclass
from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.translation import get_language, to_locale

from articles.cards import shared_card
from articles.photos import cut_of
from newsroom.clock import written
from newsroom.site import absolute

register = template.Library()

# Where a link can be passed on without an account of ours, a script or a key.
WAYS = {
    "WhatsApp": "https://wa.me/?text={text}",
    "Facebook": "https://www.facebook.com/sharer/sharer.php?u={address}",
    "Bluesky": "https://bsky.app/intent/compose?text={text}",
}


@dataclass(frozen=True)
class Preview:
    """The picture of a shared link."""

    url: str
    width: int
    height: int
    type: str
    alt: str


@register.inclusion_tag("articles/_sharing.html", takes_context=True)
def sharing(context, title, description="", kind="website", photo=None):
    """Name, words, address and picture of a page; without a ``photo`` the picture is drawn."""
    shared = {"title": title, "description": description, "kind": kind, "canonical": context["canonical"]}
    return shared | {"preview": _preview(photo)} | _of_paper()


@register.inclusion_tag("articles/_sharing.html", takes_context=True)
def share_article(context, page):
    """The same for the page of an article, with what it says of itself."""
    return {
        "title": page.share_title,
        "description": page.share_description,
        "kind": "article",
        "canonical": context["canonical"],
        "preview": _preview(page.lead_photo, page),
        "page": page,
        "published": written(page.published_at),
        "updated": written(page.updated_at),
    } | _of_paper()


@register.inclusion_tag("articles/_share.html", takes_context=True)
def share(context, page):
    """How a reader passes an article on. Plain links: who is not followed is told nothing."""
    address = context["canonical"]
    words = {"text": quote(f"{page.headline} {address}", safe=""), "address": quote(address, safe="")}
    return {
        "title": page.headline,
        "address": address,
        "article_id": page.article_id,
        "ways": [(name, way.format(**words)) for name, way in WAYS.items()],
    }


def _of_paper():
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "locale": _locale(),
        "is_https": settings.SITE.is_https,
    }


def _preview(photo, page=None):
    if photo:
        cut = cut_of(photo, "social")
        return Preview(cut["url"], cut["width"], cut["height"], "image/jpeg", photo.alt)
    card = shared_card(page)
    return card and Preview(absolute(card.path), card.width, card.height, "image/png", card.words)


def _locale():
    """ "en_GB"; "" for a language without a country, which Open Graph cannot say."""
    locale = to_locale(get_language())
    return locale if "_" in locale else ""
