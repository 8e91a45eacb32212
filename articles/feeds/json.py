"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from django.conf import settings

from articles.feeds.channels import Channel, Entry
from articles.hub import hub
from newsroom.site import absolute


def json_feed(channel: Channel) -> dict:
    """Return ``channel`` as the plain data of a JSON Feed; what is empty is left out."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page_url,
        "feed_url": channel.url("json"),
        "description": channel.description,
        "language": settings.LANGUAGE_CODE,
        **({"hubs": [{"type": "WebSub", "url": hub()}]} if hub() else {}),
        "items": [_item(entry) for entry in channel.entries],
    }


def _item(entry: Entry):
    item = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "language": settings.LANGUAGE_CODE,
    }
    if entry.story is None:
        return item | {"content_text": entry.summary}
    story = entry.story
    more = {
        "external_url": story.release.canonical_url,
        "image": story.photo_url,
        "authors": [
            {"name": author.name, "url": absolute(author.get_absolute_url())} for author in story.people
        ],
        "tags": entry.tags,
    }
    return item | {"content_html": entry.html} | {name: value for name, value in more.items() if value}
