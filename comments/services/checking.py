"""Checks by other machines, which answer after the reader has gone on: the comment waits, held."""

from django_tasks import task

from articles.models import Release
from comments.akismet import akismet_says, is_asked
from comments.models import Comment
from comments.services.decisions import apply_verdict
from newsroom.outgoing import INTERNET, Network


def queue_checks(comment: Comment) -> None:
    """Queue what other machines are asked about a held comment, in the transaction that holds it."""
    if is_asked() and comment.state == Comment.State.HELD:
        ask_akismet.enqueue(comment_id=comment.pk)


@task
def ask_akismet(comment_id: int) -> None:
    """Have Akismet look at one comment (task)."""
    check_with_akismet(comment_id)


def check_with_akismet(comment_id: int, *, network: Network = INTERNET) -> bool:
    """Ask now and let the answer decide as far as the comment still waits for it; False if it does not.

    Whatever goes wrong on the way holds the comment with that reason: it is never lost, never published.
    """
    comment = Comment.objects.filter(pk=comment_id, state=Comment.State.HELD).first()
    if comment is None:
        return False
    release = Release.objects.of_article(comment.article_id).first()
    page = release.get_absolute_url() if release else "/"
    return apply_verdict(comment, akismet_says(comment, page=page, network=network), rule="akismet")
