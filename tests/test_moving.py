"""The whole paper as one file of JSON, and back: also the way from SQLite to PostgreSQL."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError

from articles.models import Policy
from articles.policies import keep_policies
from tests.factories_ads import a_charged_click, a_live_ad
from tests.factories_articles import make_author, make_live
from tests.factories_comments import a_comment, a_held_comment
from tests.factories_desk import make_editor

ASKED = """
from articles.models import Article
from django.conf import settings
from django.test import Client
from tests.factories_articles import make_live
page = Client(headers={"host": settings.SITE.hostname}).get("/search/?q=ferry").text
assert "1 story" in page and "Night <mark>ferry</mark> returns" in page, page
last = Article.objects.latest("pk").pk
assert make_live(headline="A later one").pk > last  # keys go on behind those that were read
"""


def rows_of(path):
    """The rows of a written paper, each as a line, in any order."""
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(path.read_text()))


@pytest.mark.django_db(transaction=True)
def test_a_paper_is_written_to_one_file_and_read_into_a_new_database_as_it_was(tmp_path):
    Policy.objects.all().delete()
    keep_policies("default")  # under other numbers than those that a new database gives
    article = make_live(
        headline="Night ferry returns", bylines=[make_author()], key_points=["It sails at ten."]
    )
    a_comment(article, text="I sold herring there.")
    held = a_held_comment(article)
    type(held).objects.filter(pk=held.pk).update(created_at=datetime(2026, 3, 4, 12, 0, 0, 123, tzinfo=UTC))
    a_charged_click(a_live_ad())
    make_editor()
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    call_command("dump_paper", before)

    def manage(*words):
        url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
        command = [sys.executable, "manage.py", *map(str, words)]
        subprocess.run(command, check=True, env=os.environ | {"DATABASE_URL": url})

    manage("migrate")
    manage("load_paper", before)
    manage("dump_paper", after)
    written = rows_of(before)
    assert rows_of(after) == written
    assert any("2026-03-04T12:00:00.000123+00:00" in row for row in written)  # to the microsecond
    assert before.stat().st_mode & 0o777 == 0o600
    models = {json.loads(row)["model"] for row in written}
    assert {"newsroom.user", "auth.group", "articles.policy", "comments.comment", "ads.click"} <= models
    users = [json.loads(row) for row in written if '"newsroom.user"' in row]
    assert all(user["pk"] for user in users)  # the audit log names rows by number
    manage("audit_ledger")
    manage("shell", "-c", ASKED)


@pytest.mark.django_db
def test_a_paper_is_read_into_an_empty_database_only_and_never_half(tmp_path):
    before = tmp_path / "before.json"
    make_editor()
    call_command("dump_paper", before)
    with pytest.raises(CommandError, match="just migrated"):
        call_command("load_paper", before)
    with pytest.raises(CommandError, match="no file"):
        call_command("load_paper", tmp_path / "other.json")
    with pytest.raises(CommandError, match="File exists"):
        call_command("dump_paper", before)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_breaks_off_leaves_the_database_as_migrate_made_it(tmp_path):
    half = tmp_path / "half.json"
    half.write_text('[{"model": "articles.policy", "pk": 7000, "fields": {"subject": "ethics", "bo')
    had = list(Policy.objects.values_list("pk", flat=True))
    assert had
    with pytest.raises(DeserializationError, match="Problem installing"):
        call_command("load_paper", half)
    assert list(Policy.objects.values_list("pk", flat=True)) == had
