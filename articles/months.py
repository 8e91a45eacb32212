"""What the pages that are made of a month's stories are kept under."""

from datetime import UTC, datetime


def month_name(moment: datetime) -> str:
    """Return the name of the list of what was published in the month of ``moment``, by UTC."""
    return f"month-{moment.astimezone(UTC):%Y-%m}"
