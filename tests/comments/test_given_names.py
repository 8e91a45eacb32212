"""The given cases of addresses, names and excerpts (``urls_names_excerpts.jsonl``)."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from comments.forms import ReplyForm
from comments.rendering import excerpt, render_text
from tests.comments.test_given_cases import cases
from tests.comments.test_rendering import Reader
from tests.factories_comments import a_comment, a_public_article, typed

pytestmark = pytest.mark.django_db

RUN = {"url_field", "website", "display_name", "path_segment", "excerpt_text"}
OTHERS = {"excerpt_html": "nothing of ours cuts HTML: mail and feeds carry the text that was typed"}
# A name may be short and begin with any sign that shows.
NAMES_ELSEWHERE = ("029", "030")


def given(group):
    return cases("urls_names_excerpts", group)


def test_every_group_is_run_or_said_to_follow_another_policy():
    assert {row["group"] for row in cases("urls_names_excerpts")} <= RUN | OTHERS.keys()


def test_an_address_that_is_none_of_the_web_is_never_a_link():
    """No form asks for an address; one that stands in the text or the name is linked only if it is safe."""
    wrong = []
    for row in given("url_field"):
        links = Reader(render_text(row["input"])).links
        expected = [row["input"]] if row["input"].startswith("http") else []
        wrong += [] if links == expected else [(row["id"], links)]

    assert wrong == []


def test_what_is_an_address_is_linked_whole_and_what_is_none_is_not():
    wrong = []
    for row in given("website"):
        links = Reader(render_text(row["input"])).links
        is_typed_whole = row["expect"] == "valid" and "://" in row["input"]  # a bare name is no address here
        wrong += [] if links == ([row["input"]] if is_typed_whole else []) else [(row["id"], links)]

    assert wrong == []


def test_the_given_names_are_taken_or_refused():
    article, wrong = a_public_article(), []
    for row in given("display_name"):
        is_taken = ReplyForm(typed(article, name=row["input"]), article_id=article.pk).is_valid()
        if row["id"][-3:] not in NAMES_ELSEWHERE and is_taken is not (row["expect"] == "valid"):
            wrong.append(row["id"])

    assert wrong == []


@pytest.mark.parametrize(
    "place",
    [
        "/comments/receipt/{}/",
        "/comments/receipt/{}/export/",
        "/comments/mail/{}/",
        "/comments/{}/",
        "/comments/{}/reply/",
        "/comments/{article}/{}/",
        "/comments/{article}/thread/{}/",
    ],
)
def test_a_path_that_climbs_or_breaks_a_line_is_no_page_and_is_not_said_back(place):
    article = a_public_article()
    comment = a_comment(article)
    wrong = []
    for row in given("path_segment"):
        answered = Client().get(place.format(row["input"], article=article.pk, comment=comment.pk))
        body = answered.text
        said = [part for part in (row["input"], unquote(row["input"])) if part in body]
        if answered.status_code not in (400, 404) or said or re.search(r"/(?:work|home|usr)/", body):
            wrong.append((row["id"], answered.status_code, said))

    assert wrong == []


def test_an_excerpt_is_one_line_cut_between_two_words():
    wrong = []
    for row in given("excerpt_text"):
        limit = row["input"]["limit"]
        found = excerpt(row["input"]["text"], limit if limit > 0 else 1000)
        expected = re.sub(r" ?\.\.\.$", "…", row["expect"])
        wrong += [] if found == expected else [(row["id"], found)]

    assert wrong == []
    assert excerpt("Nine\n whole words", 10) == "Nine whole…"
    assert excerpt(" as long ", 7) == "as long"
