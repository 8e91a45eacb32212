"""The page on which a superuser types the headline of what shall go."""

import pytest

from articles.models import Article
from tests.articles.test_erasing import HEADLINE, in_the_trash, put_away
from tests.factories_articles import make_article
from tests.factories_desk import client_of, make_chief, make_person

pytestmark = pytest.mark.django_db


def page_of(article):
    return f"/admin/articles/article/{article.pk}/erase/"


def test_the_page_says_what_goes_and_asks_for_the_headline():
    article = in_the_trash()

    answer = client_of(make_chief()).get(page_of(article))

    assert answer.status_code == 200
    assert "<li>Comments: 3</li>" in answer.text
    assert "<li>Releases: 2</li>" in answer.text
    assert "Presence" not in answer.text
    assert Article.objects.get() == article


def test_typing_the_headline_deletes_the_story_and_leads_to_the_trash():
    article = put_away()

    answer = client_of(make_chief()).post(page_of(article), {"headline": HEADLINE}, follow=True)

    assert answer.redirect_chain == [("/admin/articles/article/?view=trash", 302)]
    assert f"“{HEADLINE}” is deleted for good." in answer.text
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Ferry 2", "That is not the headline."), ("", "Type the headline as it stands above.")],
)
def test_another_headline_gets_a_sentence_and_keeps_what_was_typed(typed, said):
    article = put_away()

    answer = client_of(make_chief()).post(page_of(article), {"headline": typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert ('value="Ferry 2"' in answer.text) == bool(typed)
    assert Article.objects.get() == article


def test_a_story_that_is_not_in_the_trash_is_not_deleted_by_its_address():
    article, chief = make_article(headline=HEADLINE), client_of(make_chief())

    shown, posted = chief.get(page_of(article)), chief.post(page_of(article), {"headline": HEADLINE})

    assert (shown.status_code, posted.status_code) == (200, 422)
    assert "Only a story in the trash" in shown.text
    assert Article.objects.get() == article


def test_an_editor_neither_sees_the_button_nor_gets_in():
    article = put_away()
    editor = client_of(
        make_person(
            "articles.change_article",
            "articles.delete_article",
            "articles.publish_article",
            "articles.read_every_article",
        )
    )
    form = f"/admin/articles/article/{article.pk}/change/"

    assert editor.get(page_of(article)).status_code == 403
    assert editor.post(page_of(article), {"headline": HEADLINE}).status_code == 403
    assert "Delete for good" not in editor.get(form).text
    assert f'href="{page_of(article)}">Delete for good…</a>' in client_of(make_chief()).get(form).text
    assert Article.objects.get() == article


def test_the_button_stands_in_the_trash_only():
    article = make_article()

    assert "/erase/" not in client_of(make_chief()).get(f"/admin/articles/article/{article.pk}/change/").text


def test_the_ways_of_django_to_delete_stay_closed_to_superusers_too():
    article, chief = put_away(), client_of(make_chief())
    selected = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}

    answer = chief.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"})
    chief.post("/admin/articles/article/?view=trash", selected)

    assert answer.status_code == 403
    assert Article.objects.get() == article
