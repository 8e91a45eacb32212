"""The whole paper as one file of JSON, and back: also the way from SQLite to PostgreSQL."""

import json
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ads.models import Click
from comments.models import Comment
from tests.factories_ads import a_charged_click, a_live_ad
from tests.factories_articles import make_author, make_live
from tests.factories_comments import a_comment, a_held_comment


def dumped(path):
    """All rows as README.md says to write them, each as a line, in any order."""
    left_out = ["contenttypes", "auth.permission"]
    call_command("dumpdata", natural_foreign=True, natural_primary=True, exclude=left_out, output=path)
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(path.read_text()))


@pytest.mark.django_db(transaction=True)
def test_a_paper_is_written_to_one_file_and_read_back_as_it_was(tmp_path):
    article = make_live(
        headline="Night ferry returns", bylines=[make_author()], key_points=["It sails at ten."]
    )
    a_comment(article, text="I sold herring there.")
    a_held_comment(article)
    a_charged_click(a_live_ad())
    before = dumped(tmp_path / "before.json")
    for app in ("newsroom", "articles", "ads"):
        import_module(f"{app}.triggers").PROMISES.lift(connection.alias)  # the new database is empty
    call_command("flush", interactive=False)
    assert (Comment.objects.count(), Click.objects.count()) == (0, 0)

    call_command("loaddata", tmp_path / "before.json", verbosity=0)

    assert dumped(tmp_path / "after.json") == before
    assert len(before) > 30
    call_command("audit_ledger")
    page = Client().get("/search/?q=ferry").text
    assert "1 story" in page
    assert "Night <mark>ferry</mark> returns" in page
    later = make_live(headline="A later one")  # keys go on behind those that were read
    assert later.pk > article.pk
