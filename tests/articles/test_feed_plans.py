"""Feeds and the API are read along the index of their list, however many stories there are."""

import pytest
from django.db import connection

from articles.models import Author, Release, Section, Tag
from articles.wire import for_machines, whole
from tests.articles.test_plans import archive

pytestmark = pytest.mark.django_db
__all__ = ["archive"]


def test_no_feed_sorts_what_an_index_has_in_order(archive):
    connection.cursor().execute("ANALYZE")
    lists = (
        Release.objects.for_front(),
        Release.objects.in_section(Section.objects.last()),
        Release.objects.by_author(Author.objects.last()),
        Release.objects.tagged(Tag.objects.first()),
    )

    for releases in lists:
        newest = whole(for_machines(releases))[:20]
        plan = newest.explain()

        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert len(newest) == 20
