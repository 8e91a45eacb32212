"""The private page of whoever posted."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments import threads
from comments.receipts import read_receipt
from comments.views.places import release_of


@require_safe
def receipt(request, token):
    found = read_receipt(token)
    if found is None:
        raise Http404("No such receipt")
    said, _ = found
    release = release_of(said.article_id)
    shown_at = threads.address_of(said, release.get_absolute_url()) if release and said.is_published else ""
    context = {"comment": said, "state": said.state, "release": release, "shown_at": shown_at}
    response = render(request, "comments/receipt.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
