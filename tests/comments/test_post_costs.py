"""What a post asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import services
from tests.comments.test_posting import post
from tests.factories_comments import a_comment, a_held_comment, a_public_article, an_account, let_it_be

pytestmark = pytest.mark.django_db
SALT = 2  # asked for twice; remembered by the process where no test's transaction may take it back


@pytest.mark.parametrize(("is_signed_in", "most"), [(False, 9), (True, 12)])
def test_a_reply_in_the_open_costs_at_most_twelve_queries_however_long_the_thread(client, is_signed_in, most):
    article, eva = a_public_article(), an_account(name="Eva Lind")
    here = {"Sec-Fetch-Site": "same-origin"}
    if is_signed_in:
        client.force_login(eva)
    parent = a_comment(article, writer=services.writer_of(eva, article.pk))
    for _ in range(20):
        a_held_comment(article, parent=parent)
    let_it_be(mode="open")
    post(client, article, headers=here, text="The first makes this month's salt.")

    with CaptureQueriesContext(connection) as captured:
        assert post(client, article, headers=here, parent=parent.pk).status_code == 303

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]  # this test's alone
    assert len(asked) - SALT <= most, asked
