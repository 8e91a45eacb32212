"""Whatever is typed is a question, never an operator of a database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Release
from articles.search import Wanted, find_keys, tidy_query, with_excerpts
from tests.factories_articles import make_live

pytestmark = pytest.mark.django_db


def find(text):
    return find_keys(Wanted().with_words(text))


def excerpts(text):
    return list(with_excerpts(Release.objects.all(), Wanted().with_words(text)))


METAS = r"""
" * ^ : ( ) { } + - , . \ ' | & ! < > ~ @ # $ % = ? / ; NOT AND OR rowid:1 rank a:* a:A !a <-> '' a''b
a\ %s %% $1 {} ²
""".split()  # noqa: SIM905
SENTENCES = """
NEAR(a b)
NEAR(a b, 3)
a NEAR b
headline : a
{headline} : a
- headline : a
"a" *
a + b
a AND b
a NOT b
OR OR
a OR
a & | b
a <-> b
; DROP TABLE articles_search
""".strip().splitlines()
LONG = ["x" * 200, "a " * 100, '"' * 200, "-" * 200, "(" * 200, "- " * 100, '"a" ' * 50, "a OR " * 40]


@pytest.mark.parametrize("text", [*METAS, *SENTENCES, *LONG])
def test_signs_that_databases_use_are_only_signs(text):
    make_live(headline="Up 5% now", body="<p>a b</p>")

    assert len(excerpts(tidy_query(text))) == 1
    assert len(find(tidy_query(text))) in (0, 1)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300) | st.text(alphabet="ab\"*()-:^ ORND{}\\'&|!<>\x00\u0301\U0001f986", max_size=60))
def test_any_text_at_all_is_a_question(text):
    excerpts(tidy_query(text))
    find(tidy_query(text))
