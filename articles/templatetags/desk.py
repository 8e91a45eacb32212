"""What the newsroom shows on the desk: its cards, and words about a text."""

from django import template
from django.conf import settings
from django.db.models import Count, Window
from django.urls import reverse
from js_asset import Media

from articles import access, body
from articles.page import WORDS_A_MINUTE, gist_of
from articles.spoken import spoken
from articles.state import State, in_review, with_state

register = template.Library()
SHOWN = 5


@register.inclusion_tag("admin/articles/_cards.html", takes_context=True)
def articles_cards(context):
    """The newsroom's cards of the first page, one query each; nothing for those who may not see stories."""
    user = context["request"].user
    if not access.may_enter(user):
        return {"cards": []}
    stories = with_state(access.visible_articles(user)).select_related("section").defer("body")
    drafts = stories.filter(state=State.DRAFT, created_by=user)
    cards = [
        _card("My drafts", "draft", drafts, "Nothing unfinished."),
        _card("Waiting for review", "in_review", in_review(stories)),
    ]
    if not access.may_see_ahead(user):  # who may has cards of what is ahead
        scheduled = stories.filter(trashed_at=None, next_release_at__isnull=False)
        scheduled = scheduled.order_by("next_release_at", "pk")
        cards.append(_card("Scheduled", "scheduled", scheduled, "Nothing is scheduled."))
    return {"cards": cards}


def _card(title, view, stories, empty="Nothing waits here."):
    shown = list(stories.annotate(total=Window(Count("pk")))[:SHOWN])
    return {
        "title": title,
        "count": shown[0].total if shown else 0,
        "href": f"{reverse('admin:articles_article_changelist')}?view={view}",
        "rows": [
            {
                "text": story.headline or "No headline yet",
                "note": _note(story),
                "href": reverse("admin:articles_article_change", args=[story.pk]),
            }
            for story in shown
        ],
        "empty": empty,
    }


def _note(story):
    moment = story.next_release_at or story.changed_at
    said = spoken(moment)
    return f"{story.section} · {said}" if story.section else said


@register.filter
def moment(at):
    """A moment as short as it is clear: the hour of today, with the day and the year where these differ."""
    return spoken(at)


@register.simple_tag
def word_count(html):
    """How many words a body text has, and how long they take to read."""
    words = body.word_count(html or "")
    noun = "word" if words == 1 else "words"
    return f"{words} {noun}, {max(1, -(-words // WORDS_A_MINUTE))} min"


@register.inclusion_tag("admin/articles/article/_share_preview.html")
def share_preview(form):
    """How a search result and a shared link will look, from what stands in the story form."""
    typed = {
        name: form[name].value() or ""
        for name in ("headline", "standfirst", "body", "seo_title", "seo_description")
    }
    return {
        "title": typed["seo_title"] or typed["headline"],
        "description": typed["seo_description"] or typed["standfirst"] or gist_of(typed["body"]),
        "photo": form.instance.lead_photo,
        "site_name": settings.SITE_NAME,
        "host": settings.SITE.host,
    }


@register.simple_tag
def nonced(media, nonce):
    """The scripts and sheets of a form, those written inline with the nonce that the policy asks for."""
    return Media.from_media(media, nonce=str(nonce))
