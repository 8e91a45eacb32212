"""Once a day a mail to the moderators: what waits, and links to pages that ask before they do anything."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse

from comments import desk
from comments.models import Comment
from comments.seen import seen_headline
from newsroom.mail import queue_mail
from newsroom.models import User

MOST_ROWS = 20


def queue_moderators_digest() -> int:
    """Queue the digest to everybody who may decide, if anything waits; return how many mails (chore).

    Its links open a comment's page on the desk, which asks for a sign-in and for a press: none decides. No
    words and no names of readers are in it: what they take back must not live on in mails.
    """
    counts = desk.queue_counts()
    if not any(counts[name] for name in ("held", "reported", "appeals")):
        return 0
    waiting = Comment.objects.filter(_waits()).annotate(headline=seen_headline()).order_by("pk")[:MOST_ROWS]
    rows = [
        (comment, reverse("admin:comments_comment_change", args=[comment.pk]), desk.why(comment)[:1])
        for comment in waiting
    ]
    queue = f"{reverse('admin:comments_comment_changelist')}?queue=held"
    context = {"counts": counts, "rows": rows, "queue": queue}
    recipients = moderators()
    for person in recipients:
        queue_mail(person.email, "comments/mail/moderators_digest.txt", context)
    return len(recipients)


def _waits():
    return desk.QUEUES["held"][1] | desk.QUEUES["reported"][1] | desk.QUEUES["appeals"][1]


def moderators() -> list[User]:
    """Return the staff whose role lets them decide; superusers only where nobody else may."""
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    may = Permission.objects.filter(content_type__app_label="comments", codename="change_comment")
    found = staff.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may)).distinct()
    return list(found) or list(staff.filter(is_superuser=True))
