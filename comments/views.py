from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Release
from comments import services, threads
from comments.forms import ReplyForm
from comments.models import Comment
from comments.receipts import read_receipt, receipt_url
from newsroom.fields import BIGGEST_PK
from newsroom.kept import kept
from newsroom.origin import origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

POSTS_PER_WINDOW, WINDOW_SECONDS = 10, 600
TOO_MANY = "That is a lot of replies in a short time. Your words are kept here: post them in ten minutes."
PARENT_IS_GONE = (
    "The comment you answer is no longer shown. Your words can stand on their own: press Post once more."
)


@kept
def discussion_page(request, article_id):
    release = _release_or_404(article_id)
    discussion = threads.discussion(article_id, after=_number_or_404(request.GET.get("after", "0")))
    context = {"release": release, "discussion": discussion}
    return render(request, "comments/discussion_page.html", context)


@kept
def thread(request, article_id, root_id):
    release = _release_or_404(article_id)
    after = _number_or_404(request.GET.get("after", "0"))
    page = threads.thread_page(article_id, _number_or_404(str(root_id)), after=after)
    if page is None:
        raise Http404("No such thread")
    context = {"release": release, "page": page}
    return render(request, "comments/thread_page.html", context)


@kept
def comment(request, article_id, comment_id):
    release = _release_or_404(article_id)
    shown = Comment.objects.under(article_id).shown().filter(pk=_number_or_404(str(comment_id))).first()
    if shown is None:
        raise Http404("No such comment")
    return redirect(threads.address_of(shown, release.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def reply(request, article_id):
    release = _release_or_404(article_id)
    if request.method == "POST":
        return _take_reply(request, release)
    parent = _parent_or_404(request, article_id)
    return _reply_page(request, release, ReplyForm(article_id=article_id), parent)


def _take_reply(request, release):
    form = ReplyForm(request.POST, article_id=release.article_id)
    if not release.comments_open:
        return _reply_page(request, release, form, None, status=403)
    asked = request.POST.get("parent", "")
    parent = _published(release.article_id, asked)
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


@require_safe
def receipt(request, token):
    found = read_receipt(token)
    if found is None:
        raise Http404("No such receipt")
    said, _ = found
    release = _release(said.article_id)
    shown_at = threads.address_of(said, release.get_absolute_url()) if release and said.is_published else ""
    context = {"comment": said, "state": said.state, "release": release, "shown_at": shown_at}
    response = render(request, "comments/receipt.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _reply_page(request, release, form, parent, *, status=200):
    context = {"release": release, "form": form, "parent": parent}
    response = render(request, "comments/reply.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _release(article_id):
    """The public release of an article that readers can see at this moment, or None."""
    if article_id > BIGGEST_PK:
        return None
    releases = Release.objects.of_article(article_id).defer("body")
    return releases.with_comments_open().first()


def _release_or_404(article_id):
    release = _release(article_id)
    if release is None:
        raise Http404("No such article")
    return release


def _published(article_id, comment_id):
    pk = _number(str(comment_id))
    return Comment.objects.under(article_id).published().filter(pk=pk).first() if pk else None


def _parent_or_404(request, article_id):
    asked = request.GET.get("parent")
    parent = _published(article_id, asked) if asked else None
    if asked and parent is None:
        raise Http404("No such comment")
    return parent


def _number(text):
    """The number that ``text`` is, if it can be a key of a row, else None."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    return number if (number := int(text)) <= BIGGEST_PK else None


def _number_or_404(text):
    number = _number(text)
    if number is None:
        raise Http404("Not a place in this discussion")
    return number
