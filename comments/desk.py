"""What a moderator sees of comments: the queues and how much waits in each, and why each is where it is."""

from django.db.models import CharField, Count, Q, QuerySet, Value

from comments.models import Comment, Report
from comments.reasons import REASONS

State = Comment.State

# Name: (title, which comments). The reported and the appealed are in two queues at once.
QUEUES = {
    "held": ("Held", Q(state=State.HELD)),
    "reported": ("Reported", Q(reports__gt=0, state__in=[State.HELD, State.PUBLISHED])),
    "appeals": ("Appeals", Q(appealed_at__isnull=False, appeal_answered_at=None) & ~Q(state=State.DELETED)),
    "spam": ("Spam", Q(state=State.SPAM)),
    "published": ("Approved", Q(state=State.PUBLISHED)),
    "rejected": ("Rejected", Q(state=State.REJECTED)),
}


def queue_counts() -> dict[str, int]:
    """Return how many comments are in each queue at this moment: one statement, nothing remembered."""
    plain = Comment.objects.order_by()
    by_state = plain.values("state").annotate(number=Count("pk")).values_list("state", "number")
    others = [
        plain.filter(QUEUES[name][1])
        .annotate(queue=Value(name, output_field=CharField()))
        .values("queue")
        .annotate(number=Count("pk"))
        .values_list("queue", "number")
        for name in ("reported", "appeals")
    ]
    counted = dict(by_state.union(*others, all=True))
    return {name: counted.get(name, 0) for name in QUEUES}


def why(comment: Comment) -> list[tuple[str, str]]:
    """Return why a comment is where it is: for each rule that spoke a sentence and the evidence."""
    said = [(sentence(verdict["code"]), verdict["evidence"]) for verdict in comment.verdicts]
    if comment.reason and comment.reason not in {verdict["code"] for verdict in comment.verdicts}:
        said.insert(0, (sentence(comment.reason), comment.reason_words))
    return said


def sentence(code: str) -> str:
    """Return what a reason's code says to a moderator."""
    return REASONS[code].desk if code in REASONS else code


def with_context(comments: list[Comment]) -> list[Comment]:
    """Give each comment ``whys``, ``accused`` and ``record``.

    Of what readers report it (open reports), and what became of all by its author, or by its sender lately.
    Three queries at most, however many comments.
    """
    authors = {comment.commenter_id for comment in comments} - {None}
    senders = {comment.sender for comment in comments if not comment.commenter_id} - {""}
    by_author = _outcomes(Comment.objects.filter(commenter__in=authors), "commenter") if authors else {}
    by_sender = _outcomes(Comment.objects.filter(sender__in=senders), "sender") if senders else {}
    accused = _accusations([comment.pk for comment in comments if comment.reports])
    for comment in comments:
        comment.accused = accused.get(comment.pk, [])
        known = by_author.get(comment.commenter_id) if comment.commenter_id else by_sender.get(comment.sender)
        comment.whys = why(comment)
        comment.record = _spoken(known or {}, is_author=bool(comment.commenter_id))
    return comments


def _accusations(keys):
    """For each of these comments how often each reason was given, the most frequent first."""
    found = {}
    reports = Report.objects.filter(comment__in=keys, closed_at=None).order_by()
    counted = reports.values_list("comment", "reason").annotate(number=Count("pk"))
    for key, reason, number in counted.order_by("-number", "reason") if keys else ():
        found.setdefault(key, []).append((Report.Reason(reason).label, number))
    return found


def _outcomes(comments: QuerySet, whose):
    found = {}
    rows = comments.order_by().values_list(whose, "state").annotate(number=Count("pk"))
    for key, state, number in rows:
        found.setdefault(key, {})[state] = number
    return found


def _spoken(outcomes, *, is_author):
    words = {State.PUBLISHED: "approved", State.REJECTED: "rejected", State.SPAM: "spam", State.HELD: "held"}
    said = [f"{outcomes[state]} {word}" for state, word in words.items() if outcomes.get(state)]
    whose = "Author" if is_author else "Sender this month"
    return f"{whose}: {', '.join(said)}" if said else ("Author" if is_author else "Guest")
