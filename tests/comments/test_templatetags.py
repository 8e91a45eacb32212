import pytest
from django.template import Context, Template

from articles.services import switch
from tests.factories_comments import a_comment, a_public_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return a_public_article()


def section(article):
    page = Template("{% load comments %}{% discussion_of article_id as talk %}{% comment_section talk %}")
    return page.render(Context({"article_id": article.pk}))


def test_the_section_ends_in_leave_a_reply(article):
    drawn = section(article)

    assert "<h2" in drawn
    assert drawn.index("No one has replied yet") < drawn.index(">Leave a Reply</h2>") < drawn.index("<form")
    assert "csrf" not in drawn


def test_a_closed_section_has_no_form_and_no_reply_links(article):
    a_comment(article)

    switch(article, by=None, comments_open=False)

    drawn = section(article)

    assert "Comments on this article are closed." in drawn
    assert "<textarea" not in drawn
    assert "reply/?parent" not in drawn


def test_the_section_shows_names_and_never_addresses(article):
    comment = a_comment(article, name="Ola <b>Berg", email="secret@example.org")

    drawn = section(article)

    assert "Ola &lt;b&gt;Berg" in drawn
    assert "secret" not in drawn
    assert f'<article class="comment" id="comment-{comment.pk}" tabindex="-1"' in drawn
    assert f'href="/comments/{article.pk}/reply/?parent={comment.pk}"' in drawn
