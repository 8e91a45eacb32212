"""What the search page shows of what was found."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

_MARKED = re.compile("\x02([^\x02\x03]*)\x03")
_STRAY = str.maketrans("", "", "\x02\x03\x04")


@register.filter
def marked(text):
    """Text of ``articles.search.read_excerpts`` as HTML: escaped, with what was looked for in <mark>."""
    pieces = [piece.translate(_STRAY) for piece in _MARKED.split(text)]  # every second one is marked
    most = format_html_join("", "{}<mark>{}</mark>", zip(pieces[::2], pieces[1::2], strict=False))
    return format_html("{}{}", most, pieces[-1])
