"""The lists of the desk, the first page, and what each costs."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import services
from articles.models import Article, Author, Section, Tag
from newsroom.models import Purge
from tests.factories_ads import a_waiting_ad
from tests.factories_articles import make_article, make_author, make_live, make_photo, make_section, make_tag
from tests.factories_comments import a_held_comment
from tests.factories_desk import STORIES, change_address, client_of, make_chief, make_person

pytestmark = pytest.mark.django_db

CARDS = (
    "My drafts",
    "Waiting for review",
    "Scheduled today",
    "Scheduled later",
    "Expiring photos",
    "Error reports",
    "Comments held",
    "Ads waiting",
)


def fill(stories, chief):
    sections, authors, tags = [make_section()], [make_author(), make_author()], [make_tag(), make_tag()]
    for _ in range(stories):
        article = make_article(
            section=sections[0],
            bylines=authors,
            tags=tags,
            lead_photo=make_photo(),
            key_points=["One", "Two", "Three"],
            created_by=chief,
        )
        services.publish(article, by=chief, checked=False)
    return article


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize("stories", [1, 5, 100])
def test_the_list_costs_the_same_for_any_number_of_stories(stories):
    chief = make_chief()
    fill(stories, chief)

    assert queries_of(client_of(chief), STORIES) == 7


@pytest.mark.parametrize("rows", [1, 7])
def test_the_form_costs_the_same_for_any_number_of_rows(rows):
    chief = make_chief()
    ContentType.objects.get_for_model(Article)  # known to the process after the first page
    article = make_live(
        by=chief,
        key_points=[f"Point {row}" for row in range(rows)],
        bylines=[make_author() for _ in range(rows)],
        tags=[make_tag() for _ in range(rows)],
        lead_photo=make_photo(),
    )
    services.publish(article, by=chief, at=timezone.now() + timedelta(hours=1), checked=False)

    assert queries_of(client_of(chief), change_address(article)) == 23


@pytest.mark.parametrize("rows", [1, 7])
def test_the_first_page_costs_one_query_a_card(rows):
    """Eight cards, the session and the person; of ads also what to look at again (2) and their money (3)."""
    chief, tonight = make_chief(), timezone.localtime().replace(hour=23, minute=59, second=59)
    for _ in range(rows):
        services.submit_for_review(make_article(created_by=chief), by=chief)
        make_article(created_by=chief)
        make_live(by=chief, at=tonight)
        make_live(by=chief, at=tonight + timedelta(days=2))
        story = make_live(lead_photo=make_photo(usable_until=timezone.localdate()))
        services.report_error(story.pk, quote="", claim="It was the tram.")
        a_held_comment(story)
        a_waiting_ad()

    assert queries_of(client_of(chief), "/admin/") == 15
    page = client_of(chief).get("/admin/").text
    cards = re.findall(r'class="card-title"><a [^>]+>([^<]+)</a> <span class="card-count">(\d+)<', page)
    assert cards == [(title, str(rows)) for title in CARDS]


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("name", ["author", "section", "tag", "photo"])
def test_the_small_lists_cost_the_same_for_any_number_of_rows(name, rows):
    make = {"author": make_author, "section": make_section, "tag": make_tag, "photo": make_photo}[name]
    for _ in range(rows):
        make()

    assert queries_of(client_of(make_chief()), f"/admin/articles/{name}/") == 4


def headlines(client, query=""):
    found = client.get(f"{STORIES}?{query}").context["cl"].result_list
    return {article.headline for article in found}


def test_the_tabs_show_each_story_where_it_stands():
    chief, other = make_chief(), make_chief()
    make_article(headline="Mine, draft", created_by=chief)
    make_article(headline="Another's draft", created_by=other)
    services.submit_for_review(make_article(headline="Waiting"), by=other)
    make_live(headline="Live")
    make_live(headline="Due", at=timezone.now() + timedelta(hours=1))
    gone = make_live(headline="Gone")
    services.withdraw(gone, by=chief)
    services.trash(make_article(headline="Away"), by=other)
    client = client_of(chief)

    assert headlines(client, "view=mine") == {"Mine, draft"}
    assert headlines(client, "view=draft") == {"Mine, draft", "Another's draft"}
    assert headlines(client, "view=in_review") == {"Waiting"}
    assert headlines(client, "view=live") == {"Live"}
    assert headlines(client, "view=scheduled") == {"Due"}
    assert headlines(client, "view=withdrawn") == {"Gone"}
    assert headlines(client, "view=trash") == {"Away"}
    assert headlines(client) == {"Mine, draft", "Another's draft", "Waiting", "Live", "Due", "Gone"}


def test_an_update_that_waits_for_review_is_in_its_tab_on_its_card_and_marked():
    chief = make_chief()
    live = make_live(headline="Live update")
    Article.objects.filter(pk=live.pk).update(headline="Live update, rewritten")
    due = make_live(headline="Due update", at=timezone.now() + timedelta(hours=1))
    away = make_article(headline="Away")
    for story in (live, due, away):
        services.submit_for_review(story, by=None)
    services.trash(away, by=None)
    client = client_of(chief)

    assert headlines(client, "view=in_review") == {"Live update, rewritten", "Due update"}
    assert client.get(STORIES).text.count("<small>, in review</small>") == 2
    card = client.get("/admin/").text.split("Waiting for review</a>")[1].split("</section>")[0]
    assert '<span class="card-count">2</span>' in card
    assert "Live update, rewritten</a>" in card


def test_the_list_is_searched_by_headline_and_by_author():
    make_article(
        headline="Harbour moves", bylines=[make_author(name="Ida Holm"), make_author(name="Jo Holm")]
    )
    make_article(headline="Trams slip")
    client = client_of(make_chief())

    assert headlines(client, "q=harbour") == {"Harbour moves"}
    assert headlines(client, "q=holm") == {"Harbour moves"}
    assert headlines(client, "q=nothing") == set()


def test_the_list_is_narrowed_to_what_one_person_made_in_whatever_role():
    ida, jo = make_author(name="Ida Holm"), make_author(name="Jo Dahl")
    make_article(headline="Hers", bylines=[ida, (ida, "photos")])
    make_article(headline="With her pictures", bylines=[jo, (ida, "photos")])
    make_article(headline="His", bylines=[jo])
    client = client_of(make_chief())

    assert headlines(client, f"by={ida.pk}") == {"Hers", "With her pictures"}
    assert client.get(f"{STORIES}?by={ida.pk}").context["cl"].result_count == 2
    assert f'<a href="?by={jo.pk}">Jo Dahl</a>' in client.get(STORIES).text


@pytest.mark.parametrize(
    "query",
    ["q=%00", "view=nonsense", "by=x", f"by={'9' * 30}", "section__id__exact=x", "p=99999", "o=9.9.9"],
)
def test_an_odd_query_is_no_error(query):
    make_article()

    assert client_of(make_chief()).get(f"{STORIES}?{query}").status_code in (200, 302)


def test_the_first_page_says_what_waits_for_whom():
    chief, other = make_chief(), make_chief()
    services.submit_for_review(make_article(headline="Waiting"), by=other)
    make_article(headline="Mine", created_by=chief)
    make_article(headline="Not mine", created_by=other)
    make_live(headline="Due", at=timezone.now() + timedelta(hours=1))

    page = client_of(chief).get("/admin/").text

    assert [title in page for title in ("Waiting</a>", "Mine</a>", "Due</a>")] == [True, True, True]
    assert "Not mine</a>" not in page


def test_a_scheduled_story_stands_on_one_card_only():
    make_live(headline="Due", at=timezone.now() + timedelta(hours=1))
    make_live(headline="Due in two days", at=timezone.now() + timedelta(days=2))

    page = client_of(make_chief()).get("/admin/").text

    later = page.split("Scheduled later</a>")[1].split("</section>")[0]
    assert (page.count("Due</a>"), page.count("Due in two days</a>")) == (1, 1)
    assert "Due in two days</a>" in later


def test_whoever_may_not_see_stories_gets_no_card_and_no_tab_of_them():
    make_article(headline="Secret", created_by=None)
    page = client_of(make_person()).get("/admin/").text

    assert "Secret" not in page
    assert "Waiting for review" not in page
    assert STORIES not in page


def test_the_trash_takes_a_selection_and_says_what_stays():
    draft, live = make_article(headline="Draft"), make_live(headline="Live")
    client = client_of(make_chief())

    answer = client.post(
        STORIES, {"action": "move_to_trash", "_selected_action": [draft.pk, live.pk]}, follow=True
    )

    draft.refresh_from_db()
    live.refresh_from_db()
    assert draft.trashed_at is not None
    assert live.trashed_at is None
    assert "Readers see this article. Withdraw it first." in answer.text


@pytest.mark.parametrize(("name", "model"), [("section", Section), ("author", Author), ("tag", Tag)])
def test_an_address_is_made_from_the_name_and_stays(name, model):
    client = client_of(make_chief())
    client.post(f"/admin/articles/{name}/add/", {"name": "Port & Quay", "position": 0})
    row = model.objects.get()
    assert row.slug == "port-quay"

    client.post(f"/admin/articles/{name}/{row.pk}/change/", {"name": "Harbour", "position": 0})

    row.refresh_from_db()
    assert (row.name, row.slug) == ("Harbour", "port-quay")


def test_a_changed_author_is_purged_where_readers_see_them():
    author = make_author(name="Ida Holm")

    client_of(make_chief()).post(
        f"/admin/articles/author/{author.pk}/change/", {"name": "Ida Holm-Berg", "bio": "Knows the docks."}
    )

    author.refresh_from_db()
    assert author.bio == "Knows the docks."
    assert set(Purge.objects.values_list("name", flat=True)) == {f"about-author-{author.pk}", "authors"}


def test_an_author_with_a_byline_cannot_be_deleted():
    author = make_author()
    make_article(bylines=[author])

    client_of(make_chief()).post(f"/admin/articles/author/{author.pk}/delete/", {"post": "yes"})

    assert Author.objects.get() == author
