"""Mail: queued in the transaction of its cause, sent by the housekeeper."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django_tasks import task

from newsroom.site import absolute


def queue_mail(to: str, template: str, context: dict | None = None) -> None:
    """Queue a plain-text mail to ``to``; ``template`` is a text template whose first line is the subject.

    ``site_name`` and ``site_url`` are there for the template. Nothing leaves the machine here.
    """
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "absolute": absolute} | (
        context or {}
    )
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    deliver_mail.enqueue(to=to, subject=" ".join(subject.split())[:200], body=body.strip() + "\n")


@task
def deliver_mail(to: str, subject: str, body: str) -> None:
    """Send one mail (task)."""
    EmailMessage(subject, body, to=[to]).send()
