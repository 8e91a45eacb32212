"""What the desk must see coming, on its first page: what is scheduled, and photos that soon expire."""

from datetime import timedelta

from django import template
from django.db.models import Count, Window
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from articles import access
from articles.models import Photo
from articles.spoken import spoken
from articles.state import with_state
from newsroom import clock

register = template.Library()
SHOWN = 5


@register.inclusion_tag("admin/articles/_cards.html", takes_context=True)
def ahead_cards(context):
    """A query each; for those who may read every story, and those who may change photos."""
    user, cards = context["request"].user, []
    if access.may_see_ahead(user):
        cards += [_scheduled_today(user), _scheduled_later(user)]
    if user.has_perm("articles.change_photo"):
        cards.append(_expiring_photos())
    return {"cards": cards}


def _tomorrow():
    """When the next day begins in the paper's time zone."""
    return clock.midnight(localdate() + timedelta(days=1))


def _scheduled_today(user):
    href = reverse("admin:articles_article_calendar")
    stories = _scheduled(user).filter(next_release_at__lt=_tomorrow())
    return _card("Scheduled today", href, stories, _said_of_its_hour, "Nothing more is scheduled today.")


def _scheduled_later(user):
    href = f"{reverse('admin:articles_article_changelist')}?view=scheduled"
    stories = _scheduled(user).filter(next_release_at__gte=_tomorrow())
    return _card("Scheduled later", href, stories, _said_of_its_hour, "Nothing is scheduled after today.")


def _scheduled(user):
    stories = with_state(access.visible_articles(user)).filter(trashed_at=None, next_release_at__isnull=False)
    return stories.select_related("section").defer("body").order_by("next_release_at", "pk")


def _said_of_its_hour(story):
    said = spoken(story.next_release_at)
    return {
        "text": story.headline or "No headline yet",
        "note": f"{story.section} · {said}" if story.section else said,
        "href": reverse("admin:articles_article_change", args=[story.pk]),
    }


def _expiring_photos():
    """In use, and expired or to expire within two weeks: each wants another photo, or a longer licence."""
    return _card(
        "Expiring photos",
        f"{reverse('admin:articles_photo_changelist')}?view=replace",
        Photo.objects.to_replace(),
        lambda photo: {
            "text": str(photo),
            "note": _said_of_its_end(photo),
            "href": reverse("admin:articles_photo_change", args=[photo.pk]),
        },
        "No photo in use expires within two weeks.",
    )


def _said_of_its_end(photo):
    day = date_format(photo.usable_until, "j F")
    return f"Usable until {day}" if photo.is_usable() else f"Expired on {day}, readers no longer see it"


def _card(title, href, rows, said, empty):
    shown = list(rows.annotate(total=Window(Count("pk")))[:SHOWN])
    count = shown[0].total if shown else 0
    return {
        "title": title,
        "count": count,
        "href": href,
        "rows": [said(row) for row in shown],
        "empty": empty,
    }
