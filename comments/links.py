"""How many links a comment brings."""

from comments.rendering import addresses_in


def count_links(html: str) -> int:
    """Return the links that readers could follow in what ``comments.rendering.render_text`` made."""
    return html.count("<a href=")


def links_brought(text: str, html: str) -> int:
    """Return the links that a policy counts: those that live, or all that were typed as if they should.

    Whoever types a page's own markup means its address as a link, though none comes of it here.
    """
    return max(count_links(html), len(addresses_in(text)))
