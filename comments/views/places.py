"""Where on the paper a request is: the article, the comment that is answered."""

from django.http import Http404

from articles.models import Release
from comments.models import Comment
from comments.policies import take_terms, with_terms
from newsroom.fields import BIGGEST_PK


def release_of(article_id):
    """The public release of an article that readers can see at this moment, with its ``terms``, or None."""
    if article_id > BIGGEST_PK:
        return None
    releases = Release.objects.of_article(article_id).defer("body").with_comments_open()
    release = with_terms(releases, article_id).first()
    if release:
        take_terms(release)
    return release


def release_or_404(article_id):
    release = release_of(article_id)
    if release is None:
        raise Http404("No such article")
    return release


def published(article_id, comment_id):
    pk = key_in(str(comment_id))
    shown = Comment.objects.under(article_id).published().select_related("follow")
    return shown.filter(pk=pk).first() if pk else None


def parent_or_404(request, article_id):
    asked = request.GET.get("parent")
    parent = published(article_id, asked) if asked else None
    if asked and parent is None:
        raise Http404("No such comment")
    return parent


def key_in(text):
    """The number that ``text`` is, if it can be a key of a row, else None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    return number if (number := int(text)) <= BIGGEST_PK else None


def number_or_404(text):
    number = key_in(text)
    if number is None:
        raise Http404("Not a place in this discussion")
    return number
