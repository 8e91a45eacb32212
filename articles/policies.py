"""What the paper says of itself from its first day, for an editor to make its own."""

from django.conf import settings
from django.db import connections
from django.template.loader import render_to_string

from articles.body import clean_body
from articles.models import Policy


def keep_policies(using: str = "default") -> None:
    """Write the policies that are missing, in words that hold for any paper; those that are there stay.

    Safe to run twice; does nothing before the tables exist. Nothing is purged: no page named them before.
    """
    if Policy._meta.db_table not in connections[using].introspection.table_names():
        return
    policies = Policy.objects.using(using)
    there = set(policies.values_list("subject", flat=True))
    missing = [subject for subject in Policy.Subject if subject not in there]
    policies.bulk_create((_first(subject) for subject in missing), ignore_conflicts=True)


def _first(subject):
    words = {"site_name": settings.SITE_NAME, "contact": settings.DEFAULT_FROM_EMAIL}
    body = render_to_string(f"articles/policies/{subject.value}.html", words)
    return Policy(subject=subject, title=subject.label, body=clean_body(body))
