"""What the fullest story form costs, and the pages beside it: the same for one row and for five."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import services
from articles.models import Article
from articles.services.sharing import share_draft
from articles.sources import write_related, write_sources
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_tag
from tests.factories_desk import STORIES, change_address, client_of, make_chief

pytestmark = pytest.mark.django_db


def make_full(*, points, bylines, rows, editions, by):
    """A live story with that many of everything."""
    article = make_live(
        by=by,
        key_points=[f"Point {number}" for number in range(points)],
        bylines=[make_author() for _ in range(bylines)],
        tags=[make_tag() for _ in range(rows)],
        lead_photo=make_photo(),
        body="<p>Text.</p>" * rows,
    )
    source = {"kind": "person", "url": "", "note": ""}
    write_sources(article, [source | {"title": f"Source {number}"} for number in range(rows)])
    write_related(article, [make_article().pk for _ in range(rows)])
    for number in range(rows):
        services.add_note(article, by=by, text=f"Note {number}")
        share_draft(article, by=by, for_whom=f"Reader {number}", days=7)
    for number in range(editions):
        Article.objects.filter(pk=article.pk).update(kicker=f"Edition {number}")
        services.keep(article, by=by)
    return article


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


def test_the_fullest_form_opens_in_at_most_25_queries():
    chief = make_chief()
    ContentType.objects.get_for_model(Article)  # known to the process after the first page
    article = make_full(points=7, bylines=4, rows=5, editions=20, by=chief)

    assert queries_of(client_of(chief), change_address(article)) <= 25


@pytest.mark.parametrize("tail", ["change/", "history/", "diff/1/2/", "diff/1/now/", "share/", "preview/"])
def test_a_page_of_a_story_costs_the_same_however_much_there_is(tail):
    chief = make_chief()
    ContentType.objects.get_for_model(Article)
    few = make_full(points=1, bylines=1, rows=1, editions=2, by=chief)
    many = make_full(points=5, bylines=5, rows=5, editions=5, by=chief)
    client = client_of(chief)
    queries_of(client, f"{STORIES}{few.pk}/{tail}")

    costs = [queries_of(client, f"{STORIES}{article.pk}/{tail}") for article in (few, many)]

    assert costs[0] == costs[1] <= 25
