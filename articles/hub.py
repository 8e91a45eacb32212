"""WebSub (w3.org/TR/websub): telling a hub which feeds have changed, so that it tells their readers.

The setting WEBSUB_HUB names the hub; without it nothing here does anything. What is published or withdrawn
ahead is told at its moment: the task is queued in the transaction of the plan, to run then. One that was
called off meanwhile costs the hub one look at a feed that is as it was, and tells it nothing.
"""

from django.conf import settings


def hub() -> str:
    """Return the address of the hub, or "" when there is none."""
    return settings.WEBSUB_HUB
