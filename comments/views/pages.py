"""Pages of a discussion, all kept: what a reader of it sees, whoever that is."""

from uuid import UUID

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render

from articles.cursors import UnknownCursorError
from comments import threads
from comments.models import Comment
from comments.tallies import tally_of
from comments.views.places import number_or_404, release_or_404
from newsroom.kept import kept


@kept
def discussion_page(request, article_id):
    try:
        sort = threads.Sort(request.GET.get("sort", "oldest"))
        point = str(UUID(request.GET["point"])) if "point" in request.GET else ""
        after = request.GET.get("after", "")
        discussion = threads.discussion(article_id, sort=sort, after=after, point=point)
    except ValueError as error:
        raise Http404("Not a place in this discussion") from error
    if discussion is None or (point and sort != threads.Sort.OLDEST):
        raise Http404("No such article")
    return render(request, "comments/discussion_page.html", {"discussion": discussion})


@kept
def thread(request, article_id, root_id):
    after = number_or_404(request.GET.get("after", "0"))
    page = threads.thread_page(article_id, number_or_404(str(root_id)), after=after)
    if page is None:
        raise Http404("No such thread")
    return render(request, "comments/thread_page.html", {"page": page, "release": page.release})


@kept
def new_comments(request, article_id):
    try:
        page = threads.new_page(article_id, after=request.GET.get("after", ""))
    except UnknownCursorError as error:
        raise Http404("Not a place in this discussion") from error
    if page is None:
        raise Http404("No such article")
    return render(request, "comments/new_page.html", {"page": page, "release": page.release})


@kept
def comment(request, article_id, comment_id):
    release = release_or_404(article_id)
    shown = Comment.objects.under(article_id).shown().filter(pk=number_or_404(str(comment_id))).first()
    if shown is None:
        raise Http404("No such comment")
    return redirect(threads.address_of(shown, release.get_absolute_url()))


@kept
def ledger(request, article_id):
    """The public ledger as JSON."""
    release = release_or_404(article_id)
    tally = tally_of(Comment.objects.under(article_id).tallied())
    said = {"article": article_id, "url": release.get_absolute_url(), "published": tally.published}
    return JsonResponse(said | {"removed": tally.removed, "taken_back": tally.taken_back})
