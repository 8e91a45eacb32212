"""Where programs find a story: for the heads of pages."""

from django import template
from django.conf import settings

from articles.wire import markdown_path

register = template.Library()


@register.simple_tag
def markdown_address(path):
    """``{% markdown_address page.url as address %}``: "" where articles are not served as Markdown."""
    return markdown_path(path) if path and settings.ARTICLE_MARKDOWN else ""
