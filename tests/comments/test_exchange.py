"""What is no export is refused, in one sentence; what is unfit in one is left away."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment
from comments.services import import_comments
from tests.factories_comments import a_public_article
from tests.factories_exports import an_export, item, path_of, said, wordpress

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("<rss", '<!DOCTYPE a [<!ENTITY a "b">]><rss', 1), "declares a document"),
        (lambda text: text.replace("<rss", "<!DOCTYPE rss><rss", 1), "declares a document type"),
        (lambda text: text.replace("</channel>", ""), "broken XML: mismatched tag: line"),
        (lambda text: text[:-9], "broken XML: unclosed token: line"),
        (lambda text: text.replace("Yes.", "\x0b"), "broken XML: not well-formed (invalid token): line"),
        (lambda text: text.replace("UTF-8", "EBCDIC-9"), "broken XML: unknown encoding: EBCDIC-9."),
        (lambda text: text.replace("wordpress.org/export", "feeds.example"), "neither a WordPress export"),
        (lambda text: "<html><body/></html>", "neither a WordPress export"),
        (lambda text: "<a>" * 30, "nested too deep"),
        (lambda text: "", "broken XML: no element found: line"),
        (lambda text: "a,b,c", "broken XML: syntax error: line 1"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused_and_nothing_written(tmp_path, change, sentence):
    article, file = a_public_article(), tmp_path / "export.xml"
    file.write_text(change(wordpress(item(path_of(article), said(1)), item("/other/", said(2)))))

    with pytest.raises(CommandError, match="Nothing was imported") as refused:
        call_command("import_comments", str(file), stdout=StringIO())

    assert sentence in str(refused.value)
    assert not Comment.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_comments", str(tmp_path / "none.xml"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Ola@Example.ORG", "ola@example.org"), ("not one", ""), ("", ""), ("a@b@c", ""), ("ø@example.org", "")],
)
def test_an_address_is_kept_only_if_it_is_one(typed, kept):
    article = a_public_article()

    import_comments(an_export(wordpress(item(path_of(article), said(1, author_email=typed)))))

    assert Comment.objects.get().email == kept


@pytest.mark.parametrize(
    ("typed", "shown"), [("", "Anonymous"), ("\u200b \u3164", "Anonymous"), ("O" * 90, "O" * 60)]
)
def test_a_name_is_fit_to_show(typed, shown):
    article = a_public_article()

    import_comments(an_export(wordpress(item(path_of(article), said(1, author=typed)))))

    assert Comment.objects.get().name == shown


def test_two_blogs_may_have_the_same_numbers():
    article = a_public_article()

    for site in ("old.example", "www.other.example/blog", "http.example"):
        import_comments(an_export(wordpress(item(path_of(article), said(1)), site=site)))

    assert Comment.objects.count() == 3
