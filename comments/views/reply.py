"""A reader posts: the only page of the discussion that is served to one person."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments import services
from comments.forms import ReplyForm
from comments.receipts import AUTHOR, COPY, receipt_url
from comments.rendering import render_text
from comments.views.places import parent_or_404, published, release_or_404
from newsroom import clock
from newsroom.origin import is_held_by_origin, origin_rule
from newsroom.rates import give_back, is_within_rate
from newsroom.refusals import Refused
from newsroom.senders import sender_key

POSTS_PER_WINDOW, WINDOW_SECONDS = 10, 600
PARENT_IS_GONE = _(
    "The comment you answer is no longer shown. Your words can stand on their own: press Post once more."
)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def reply(request, article_id):
    release = release_or_404(article_id)
    writer = services.writer_of(request.user, article_id) if request.user.is_authenticated else None
    if request.method == "POST":
        return _take_reply(request, release, writer)
    parent = parent_or_404(request, article_id)
    form = ReplyForm(article_id=article_id, writer=writer, is_personal=True)
    return _reply_page(request, release, form, parent, writer=writer)


def _take_reply(request, release, writer):
    form = ReplyForm(request.POST, article_id=release.article_id, writer=writer, is_personal=True)
    if not release.comments_open:
        return _reply_page(request, release, form, None, status=403)
    asked = request.POST.get("parent", "")
    parent = published(release.article_id, asked)
    if asked and parent is None:
        form.add_error(None, PARENT_IS_GONE)
    if not form.is_valid():
        return _reply_page(request, release, form, parent, writer=writer, status=422)
    if "preview" in request.POST:
        preview = render_text(form.cleaned_data["text"])
        return _reply_page(request, release, form, parent, writer=writer, preview=preview)
    return _post(request, release, form, parent, writer)


def _post(request, release, form, parent, writer):
    sender = sender_key(request, "comments", period="month")
    rated = f"user-{writer.user.pk}" if writer else sender
    words = {name: form.cleaned_data[name] for name in ("name", "email", "text") if name in form.cleaned_data}
    point = None if parent else _key_point(request, release)  # of a thread its opening says what it is about
    words |= {"parent": parent, "writer": writer, "key_point": point and point["public_id"]}
    sent = services.Sent(
        sender=sender,
        device=sender_key(request, "comments", period="month", with_agent=True),
        is_origin_unknown=is_held_by_origin(request.headers),
        is_too_quick=form.is_too_quick(),
        was_asked_to_rephrase=form.was_asked(),
        wants_mail=form.cleaned_data["mail_receipt"],
        is_within_rate=is_within_rate("comment", rated, limit=POSTS_PER_WINDOW, seconds=WINDOW_SECONDS),
    )
    try:
        posted = services.post_comment(release.article_id, sent=sent, terms=release.terms, **words)
    except services.Rephrase as nudge:
        give_back("comment", rated, seconds=WINDOW_SECONDS)
        form.ask_to_rephrase(nudge)
        return _reply_page(request, release, form, parent, writer=writer, status=422)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _reply_page(request, release, form, parent, writer=writer, status=429)
    if not posted.is_new:
        give_back("comment", rated, seconds=WINDOW_SECONDS)
    standing = AUTHOR if posted.is_new or writer else COPY
    return HttpResponseRedirect(receipt_url(posted.comment, standing), status=303)


def _key_point(request, release):
    """The article's key point that the reader writes about, or None."""
    asked = request.POST.get("point") or request.GET.get("point")
    return next((point for point in release.key_points if point["public_id"] == asked), None)


def _reply_page(request, release, form, parent, *, status=200, **more):
    context = {"release": release, "form": form, "parent": parent, "terms": release.terms}
    context |= {"point": _key_point(request, release), "now": clock.now()} | more
    response = render(request, "comments/reply.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response
