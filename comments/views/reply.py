"""A reader posts: the only page of the discussion that is served to one person."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comments import services
from comments.forms import ReplyForm
from comments.receipts import receipt_url
from comments.views.places import parent_or_404, published, release_or_404
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

POSTS_PER_WINDOW, WINDOW_SECONDS = 10, 600
TOO_MANY = "That is a lot of replies in a short time. Your words are kept here: post them in ten minutes."
PARENT_IS_GONE = (
    "The comment you answer is no longer shown. Your words can stand on their own: press Post once more."
)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def reply(request, article_id):
    release = release_or_404(article_id)
    if request.method == "POST":
        return _take_reply(request, release)
    parent = parent_or_404(request, article_id)
    return _reply_page(request, release, ReplyForm(article_id=article_id), parent)


def _take_reply(request, release):
    form = ReplyForm(request.POST, article_id=release.article_id)
    if not release.comments_open:
        return _reply_page(request, release, form, None, status=403)
    asked = request.POST.get("parent", "")
    parent = published(release.article_id, asked)
    if asked and parent is None:
        form.add_error(None, PARENT_IS_GONE)
    if not form.is_valid():
        return _reply_page(request, release, form, parent, status=422)
    sender = sender_key(request, "comments", period="month")
    if not is_within_rate("comment", sender, limit=POSTS_PER_WINDOW, seconds=WINDOW_SECONDS):
        form.add_error(None, TOO_MANY)
        return _reply_page(request, release, form, parent, status=429)
    words = {field: form.cleaned_data[field] for field in ("name", "email", "text")}
    posted = services.post_comment(release.article_id, parent=parent, sender=sender, **words)
    return HttpResponseRedirect(receipt_url(posted.comment, is_new=posted.is_new), status=303)


def _reply_page(request, release, form, parent, *, status=200):
    context = {"release": release, "form": form, "parent": parent}
    response = render(request, "comments/reply.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response
