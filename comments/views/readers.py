"""What readers do beside writing: like, and report. None of it needs a script or a cookie."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from comments import threads
from comments.forms import ComplaintForm
from comments.likes import like_comment, likes, unlike_comment
from comments.reports import report_comment
from comments.views.places import published, release_or_404
from newsroom.origin import is_held_by_origin, origin_rule
from newsroom.rates import is_within_rate
from newsroom.senders import sender_key

LIKES_PER_WINDOW, COMPLAINTS_PER_WINDOW, WINDOW_SECONDS = 60, 10, 600
TOO_MANY = _("That is a lot at once. Please come back in ten minutes.")


def reader_key(request, purpose, *, with_agent=False):
    """Who likes or reports: an account, else the address under the key of the month.

    Two browsers of one household may like twice (``with_agent``). Reports and rates count machines: whoever
    wants a comment gone could send as many agents as it takes.
    """
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return sender_key(request, purpose, period="month", with_agent=with_agent)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def like(request, article_id):
    """A POST likes a comment and returns to it; one who likes it already is asked about taking that back."""
    release = release_or_404(article_id)
    asked = request.POST.get("comment") or request.GET.get("comment", "")
    comment = published(article_id, asked)
    if comment is None and (asked or request.method == "POST"):
        raise Http404("No such comment")
    reader, rated = reader_key(request, "likes", with_agent=True), reader_key(request, "likes")
    if request.method != "POST":
        return _like_page(request, release, comment, reader)
    if not is_within_rate("like", rated, limit=LIKES_PER_WINDOW, seconds=WINDOW_SECONDS):
        return _like_page(request, release, comment, reader, status=429)
    if request.POST.get("undo"):
        unlike_comment(comment, liker=reader)
    elif not like_comment(comment, liker=reader):
        return redirect(f"{request.path}?comment={comment.pk}")
    return HttpResponseRedirect(threads.address_of(comment, release.get_absolute_url()), status=303)


def _like_page(request, release, comment, reader, *, status=200):
    context = {"release": release, "comment": comment, "is_liked": comment and likes(comment, reader)}
    context |= {"too_many": TOO_MANY if status == 429 else ""}
    return _answer(request, "comments/like.html", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@origin_rule
def report(request, article_id, comment_id):
    release, comment = release_or_404(article_id), published(article_id, comment_id)
    if comment is None:
        raise Http404("No such comment")
    form = ComplaintForm(request.POST or None, comment_id=comment.pk)
    context = {"release": release, "comment": comment, "form": form}
    if request.method != "POST" or not form.is_valid():
        return _answer(request, "comments/report.html", context, 422 if form.errors else 200)
    reporter = reader_key(request, "complaints")
    if not is_within_rate("complaint", reporter, limit=COMPLAINTS_PER_WINDOW, seconds=WINDOW_SECONDS):
        form.add_error(None, TOO_MANY)
        return _answer(request, "comments/report.html", context, 429)
    words = {name: form.cleaned_data[name] for name in ("reason", "words")}
    words["is_proved"] = not is_held_by_origin(request.headers)
    report_comment(comment, reporter=reporter, holds_at=release.terms.reports_that_hold, **words)
    return redirect("comments:reported", article_id)


@require_safe
def reported(request, article_id):
    return _answer(request, "comments/reported.html", {"release": release_or_404(article_id)})


def _answer(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 429:
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response
