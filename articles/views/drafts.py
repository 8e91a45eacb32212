from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.page import Page
from articles.services.sharing import open_share


@require_safe
def draft_page(request, token):
    """The working text as it is now, for whoever was given the link; one answer for all that are none."""
    link = open_share(token)
    if link is None:
        response = render(request, "articles/draft_closed.html", status=404)
    else:
        page = Page.from_article(link.article)
        response = render(request, "articles/article_detail.html", {"page": page, "share": link})
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
