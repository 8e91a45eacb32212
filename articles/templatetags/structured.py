"""``{% structured_article page %}``: what machines are told of a page, as JSON-LD in its head.

A data block is never run, so the policy of the page needs no nonce for it; nothing in it can end the element.
"""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import structured

register = template.Library()

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def block(graph):
    """The nodes of ``graph`` as one element; what is parsed from it is what was put in."""
    said = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag
def structured_article(page):
    return block(structured.describe_article(page))


@register.simple_tag
def structured_author(author, topics=()):
    return block(structured.describe_author(author, topics=topics))


@register.simple_tag(takes_context=True)
def structured_list(context, name, description="", within=None):
    """A page of stories; ``within`` is the section whose part it is."""
    page = structured.describe_list(name, url=context["canonical"], description=description, within=within)
    return block(page)


@register.simple_tag
def structured_paper():
    return block(structured.describe_paper())
