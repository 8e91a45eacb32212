"""The pages of a discussion, the same for every reader."""

from django.http import Http404
from django.shortcuts import redirect, render

from comments import threads
from comments.models import Comment
from comments.views.places import number_or_404, release_or_404
from newsroom.kept import kept


@kept
def discussion_page(request, article_id):
    release = release_or_404(article_id)
    discussion = threads.discussion(article_id, after=number_or_404(request.GET.get("after", "0")))
    context = {"release": release, "discussion": discussion}
    return render(request, "comments/discussion_page.html", context)


@kept
def thread(request, article_id, root_id):
    release = release_or_404(article_id)
    after = number_or_404(request.GET.get("after", "0"))
    page = threads.thread_page(article_id, number_or_404(str(root_id)), after=after)
    if page is None:
        raise Http404("No such thread")
    context = {"release": release, "page": page}
    return render(request, "comments/thread_page.html", context)


@kept
def comment(request, article_id, comment_id):
    release = release_or_404(article_id)
    shown = Comment.objects.under(article_id).shown().filter(pk=number_or_404(str(comment_id))).first()
    if shown is None:
        raise Http404("No such comment")
    return redirect(threads.address_of(shown, release.get_absolute_url()))
