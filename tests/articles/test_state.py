from datetime import timedelta

import pytest

from articles import services
from articles.models import OPEN_END, Article
from articles.state import State, state_of, with_state
from newsroom.clock import database_now
from tests.factories_articles import let_time_pass, make_article, make_live

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def type_over(article, headline="Other words"):
    Article.objects.filter(pk=article.pk).update(headline=headline)
    article.refresh_from_db()
    services.note_working_text(article, by=None)


def test_an_article_goes_through_every_state():
    article = make_article(headline="One")
    seen = [state_of(article)]
    services.submit_for_review(article, by=None)
    seen.append(state_of(article))
    services.publish(article, by=None, at=database_now() + HOUR, checked=False)
    seen.append(state_of(article))
    let_time_pass(article, 2 * HOUR)
    seen.append(state_of(article))
    type_over(article)
    seen.append(state_of(article))
    type_over(article, "One")
    seen.append(state_of(article))
    services.withdraw(article, by=None)
    seen.append(state_of(article))
    services.submit_for_review(article, by=None)
    seen.append(state_of(article))
    services.trash(article, by=None)
    seen.append(state_of(article))

    assert seen == [
        "draft", "in_review", "scheduled", "live", "changed", "live", "withdrawn", "in_review", "trash",
    ]  # fmt: skip


def test_a_state_changes_with_the_hour_alone():
    article, start = make_article(), database_now()
    services.publish(article, by=None, at=start + HOUR, checked=False)
    services.withdraw(article, by=None, at=start + 2 * HOUR)

    states = [state_of(article, at=start + n * HOUR) for n in (0, 1, 2)]

    assert states == [State.SCHEDULED, State.LIVE, State.WITHDRAWN]


def test_a_live_article_with_text_scheduled_but_not_out_yet_has_changes():
    article = make_live()
    type_over(article)
    at = database_now() + HOUR
    services.publish(article, by=None, at=at, checked=False)

    row = with_state(Article.objects.all()).get()

    assert (state_of(row), row.next_release_at, row.ends_at) == (State.CHANGED, at, at)
    assert state_of(article, at=at) == State.LIVE


@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_of_states_is_one_query(django_assert_num_queries, rows):
    for _ in range(rows):
        make_live()
        type_over(make_live())
        make_article()

    with django_assert_num_queries(1):
        states = [state_of(article) for article in with_state(Article.objects.order_by("pk"))]

    assert states == ["live", "changed", "draft"] * rows


def test_a_list_can_be_narrowed_to_a_state_and_tells_the_hours():
    live, ends, coming = make_live(), make_live(), make_article()
    at = database_now() + HOUR
    services.withdraw(ends, by=None, at=at)
    services.publish(coming, by=None, at=at, checked=False)

    rows = {row.pk: row for row in with_state(Article.objects.all())}

    assert (rows[live.pk].ends_at, rows[live.pk].next_release_at) == (OPEN_END, None)
    assert (rows[ends.pk].ends_at, rows[coming.pk].next_release_at) == (at, at)
    assert set(with_state(Article.objects.all()).filter(state=State.LIVE)) == {live, ends}
