"""Mail: queued in the transaction of its cause, sent by the housekeeper."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from newsroom.site import absolute

MOST_RETRIES = 4


def queue_mail(to: str, template: str, context: dict | None = None) -> None:
    """Queue a plain-text mail to ``to``; ``template`` is a text template whose first line is the subject.

    Nothing leaves the machine here.
    """
    subject, body = write_mail(template, context)
    deliver_mail.enqueue(to=to, subject=subject, body=body)


def write_mail(template: str, context: dict | None = None) -> tuple[str, str]:
    """Return subject and text; ``site_name``, ``site_url`` and ``absolute`` are there for the template."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "absolute": absolute} | (
        context or {}
    )
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


@task
def deliver_mail(to: str, subject: str, body: str, attempt: int = 1) -> None:
    """Send one mail (task). A mail server that is away is asked again after 1, 4, 16 and 64 minutes.

    After that the task stands as failed among the task results of the desk.
    """
    if again := send_now(to, subject, body, attempt=attempt):
        deliver_mail.using(run_after=again).enqueue(to=to, subject=subject, body=body, attempt=attempt + 1)


def send_now(to: str, subject: str, body: str, *, attempt: int) -> datetime | None:
    """Send one mail, for tasks alone: None when it went, or when to try again. Raises after five attempts."""
    try:
        EmailMessage(subject, body, to=[to]).send()
    except OSError:  # smtplib's own errors are OSErrors
        if attempt > MOST_RETRIES:
            raise
        return timezone.now() + timedelta(minutes=4 ** (attempt - 1))
    return None
