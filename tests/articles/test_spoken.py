from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.spoken import spoken

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 4, 9, 5, tzinfo=UTC), "09:05"),
        (datetime(2026, 3, 5, 9, 5, tzinfo=UTC), "5 Mar, 09:05"),
        (datetime(2026, 2, 4, 9, 5, tzinfo=UTC), "4 Feb, 09:05"),
        (datetime(2025, 3, 4, 9, 5, tzinfo=UTC), "4 Mar 2025, 09:05"),
    ],
)
def test_a_moment_is_said_with_the_day_and_the_year_where_they_differ_from_todays(monkeypatch, moment, said):
    monkeypatch.setattr("newsroom.clock.now", lambda: NOW)

    with timezone.override(UTC):
        assert spoken(moment) == said
