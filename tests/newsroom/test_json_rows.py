"""Rows of a subquery as one value: as Django writes them each time, or once."""

from datetime import UTC, datetime

import pytest
from django.db.models import BigIntegerField, CharField, UUIDField

from articles.models import Release
from comments.models import Comment
from newsroom.json_rows import PreparedRows, Slot, moment_in
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db

POINT = "0b5e0e9a-0000-4000-8000-000000000000"


def read(**rows):
    return Release.objects.annotate(**rows).first()


def test_prepared_rows_are_those_of_each_value_and_written_once():
    article = a_public_article()
    mine, other = a_comment(article), a_comment(article)
    built = []

    def build():
        built.append(1)
        after = Slot("after", BigIntegerField())
        return Comment.objects.filter(pk__gt=after).order_by("-pk").values_list("id", "state")[:5]

    rows = PreparedRows(build, "id", "state")
    assert read(rows=rows.given(after=0)).rows == [[other.pk, "published"], [mine.pk, "published"]]
    assert read(rows=rows.given(after=mine.pk)).rows == [[other.pk, "published"]]
    assert not read(rows=rows.given(after=other.pk)).rows
    assert len(built) == 1
    with pytest.raises(KeyError, match="after"):
        rows.given(before=1)


def test_a_value_is_a_parameter_in_the_words_of_its_field():
    article = a_public_article()
    said = a_comment(article, key_point=POINT, name="O'Hara % %s")
    name, point = Slot("name", CharField()), Slot("point", UUIDField())
    rows = PreparedRows(
        lambda: Comment.objects.filter(name=name, key_point=point).values_list("id", "name"), "id", "name"
    )
    assert read(rows=rows.given(name=said.name, point=POINT)).rows == [[said.pk, said.name]]
    assert not read(rows=rows.given(name="' OR 1=1 --", point=POINT)).rows


@pytest.mark.parametrize("text", ["2026-11-29 10:30:00.250000", "2026-11-29T11:30:00.25+01:00"])
def test_a_moment_is_read_as_either_engine_writes_it(text):
    assert moment_in(text) == datetime(2026, 11, 29, 10, 30, 0, 250_000, tzinfo=UTC)
