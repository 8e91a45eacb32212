"""Akismet, for papers that want it (AKISMET_KEY): asked by a task, while the comment waits.

It learns the name, the words and the page: neither the address of a mailbox nor that of a machine.
"""

from urllib.parse import urlencode

from django.conf import settings

from comments.cases import Outcome, Verdict
from comments.models import Comment
from newsroom.outgoing import INTERNET, Network, ask
from newsroom.site import absolute

URL = "https://rest.akismet.com/1.1/comment-check"
FORM = "application/x-www-form-urlencoded"
UNTOLD = "127.0.0.1"  # an address is demanded; the writer's is nobody's business


def is_asked() -> bool:
    """Whether the paper has Akismet look at comments."""
    return bool(settings.AKISMET_KEY)


def akismet_says(comment: Comment, *, page: str, network: Network = INTERNET) -> Verdict | None:
    """Ask now and return spam, nothing, or that it gave no answer: then an editor reads."""
    asked = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.SITE_URL,
        "user_ip": UNTOLD,
        "permalink": absolute(page),
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.name,
        "comment_content": comment.text,
        "comment_date_gmt": comment.created_at.isoformat(timespec="seconds"),
        "blog_lang": settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
    }
    answer = ask(URL, method="POST", body=urlencode(asked).encode(), content_type=FORM, network=network)
    said = answer.body[:200].decode("utf-8", "replace").strip() if answer.is_good else ""
    if said == "false":
        return None
    if said == "true":
        return Verdict(Outcome.SPAM, "akismet_spam")
    why = answer.failure or said or f"status {answer.status}"
    return Verdict(Outcome.HOLD, "akismet_failed", str(why))
