"""Which drawn picture a shared link of this paper shows where there is no photo."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from articles.models import Release, Type
from articles.page import Page
from newsroom.cards import HEIGHT, WIDTH, Card, make_card


def card_of(story: Release | Page) -> Card | None:
    """The picture of a story: its headline, under its section; None when the type lacks its letters.

    What was paid for says so instead: the picture travels without the page.
    """
    is_paid = story.type == Type.SPONSORED
    return make_card(
        headline=story.headline,
        label=str(Type.SPONSORED.label) if is_paid else story.section.name,
        foot=settings.SITE_NAME,
        accent=settings.SITE_ACCENT,
    )


def card_of_paper() -> Card | None:
    """The picture of every other page: the paper's name; None when the type lacks its letters."""
    return make_card(headline=settings.SITE_NAME, foot=settings.SITE_TAGLINE, accent=settings.SITE_ACCENT)


@dataclass(frozen=True)
class SharedCard:
    """A drawn picture as a page names it."""

    path: str
    words: str  # what can be read in it
    width: int = WIDTH
    height: int = HEIGHT


def shared_card(page: Page | None) -> SharedCard | None:
    """Return the picture for a page: the paper's own where it is no story's, or cannot be drawn."""
    if page and (card := card_of(page)):
        words = f"{card.label}: {card.headline}" if page.type == Type.SPONSORED else card.headline
        return SharedCard(reverse("articles:card", args=[page.article_id, card.digest]), words)
    if card := card_of_paper():
        return SharedCard(reverse("articles:paper_card", args=[card.digest]), card.headline)
    return None
