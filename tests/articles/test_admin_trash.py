"""Putting a story away and getting it back; and stories that are not there."""

import pytest

from articles.models import Article
from articles.state import State, state_of
from tests.factories_desk import ADD, STORIES, change_address, client_of, make_chief, typed_story

pytestmark = pytest.mark.django_db


def test_nobody_deletes_a_story_but_it_can_be_put_away_and_recovered():
    client = client_of(make_chief())
    client.post(ADD, typed_story(headline="Away"))
    article = Article.objects.get()

    assert client.post(f"{STORIES}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(change_address(article), typed_story(headline="Away", version=article.version, _trash=""))
    assert state_of(article) == State.TRASH
    client.post(change_address(article), typed_story(headline="Away", version=article.version, _recover=""))
    assert state_of(article) == State.DRAFT


@pytest.mark.parametrize("tail", ["change/", "history/", "preview/", "restore/1/"])
def test_an_unknown_story_is_no_error(tail):
    client = client_of(make_chief())

    for key in ("999999", "nonsense", "%00"):
        answer = (client.post if "restore" in tail else client.get)(f"{STORIES}{key}/{tail}")
        assert answer.status_code in (302, 404)
