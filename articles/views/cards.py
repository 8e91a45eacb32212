"""Drawn pictures of shared links.

Only the digest of what readers see now is answered: nobody can have others drawn, and no picture outlives
its story.
"""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from articles.cards import card_of, card_of_paper
from articles.models import Release
from newsroom import security
from newsroom.cards import draw_card
from newsroom.fields import BIGGEST_PK
from newsroom.kept import kept


@kept
def article_card(request, article_id, digest):
    if article_id > BIGGEST_PK:
        raise Http404
    named = Release.objects.of_article(article_id).select_related("section")
    release = named.defer("body").first()
    return _drawn(release and card_of(release), digest)


@require_safe
def paper_card(request, digest):
    response = _drawn(card_of_paper(), digest)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"  # the settings alone decide
    return response


def _drawn(card, digest):
    if card is None or card.digest != digest:
        raise Http404
    response = HttpResponse(draw_card(card), content_type="image/png")
    response.csp = security.MEDIA
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
