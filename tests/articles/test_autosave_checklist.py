"""Autosave brings the checklist beside the form up to the text that it stored."""

import pytest

from tests.articles.test_autosave import autosave
from tests.factories_articles import make_article, make_author
from tests.factories_desk import change_address, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db


def test_an_autosave_tells_what_the_checklist_finds_now():
    article, author = make_article(headline="Before"), make_author()
    client = client_of(make_chief())

    def checked(headline, version):
        typed = {"section": article.section_id, "bylines": [author], "despite": ""}
        answer = autosave(client, change_address(article), headline=headline, version=version, **typed)
        return answer.json()["checklist"]

    unfinished, mended = checked("Ferry TK & tram", version=1), checked("Ferry & tram", version=2)

    assert "“TK” is left here" in unfinished
    assert "TK" not in mended
    assert 'name="despite" value="no_key_points"' in mended


def test_who_may_not_publish_gets_a_checklist_without_the_tick():
    writer = make_person("articles.change_article")
    article = make_article(created_by=writer)

    answer = autosave(client_of(writer), change_address(article), headline="Mine", version=1)

    assert "Say who wrote it" in answer.json()["checklist"]
    assert "despite" not in answer.json()["checklist"]
