import pytest

from articles.models import Article
from comments.models import Policy
from newsroom.models import AuditEntry
from tests.factories_comments import a_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db

PAPER = "/admin/comments/policy/of/0/"


@pytest.fixture(autouse=True)
def moderator(client):
    user = a_moderator()
    client.force_login(user)
    return user


def test_a_changed_list_is_tried_first_and_saved_as_tried(client):
    a_comment(a_public_article(), text="Fresh fish.")
    Policy.objects.create(mode="open")
    typed = {"mode": "open", "suspect_words": " Fish \n\nfish*\nFish"}

    tried = client.post(PAPER, typed)

    page = tried.content.decode()
    assert "1 of the last 1 comment would stand elsewhere" in page
    assert "Published → Held" in page
    assert "Suspect words" in page
    assert Policy.objects.get().suspect_words is None
    saved = client.post(PAPER, typed | {"save": "1", "tried": tried.context["tried"]})
    assert saved.status_code == 302
    assert Policy.objects.get().suspect_words == "Fish\nfish*"
    assert AuditEntry.objects.order_by("-pk").first().verb == "changed the policy"


def test_what_was_not_tried_is_not_saved(client):
    tried = client.post(PAPER, {"mode": "open"}).context["tried"]

    answer = client.post(PAPER, {"mode": "first_held", "save": "1", "tried": tried})

    assert answer.status_code == 200
    assert "Save this policy" in answer.content.decode()
    assert Policy.objects.filter(mode="first_held").count() == 0


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"banned_words": "ok\n***"}, "An entry needs at least one letter or digit."),
        ({"banned_words": "x" * 101}, "An entry has at most 100 characters."),
        ({"suspect_words": "\n".join(map(str, range(5001)))}, "At most 5000 entries."),
        ({"spam_threshold": "1.5"}, "A number between 0 and 1, such as 0.7."),
        ({"mode": "burn"}, "Select a valid choice"),
        ({"close_after_days": "1000000000"}, "less than or equal to 32767."),
        ({"flood_minutes": "2147483647"}, "less than or equal to 32767."),
        ({"slow_seconds": "2147483647"}, "less than or equal to 2592000."),
    ],
)
def test_what_cannot_be_comes_back_in_words(client, typed, fault):
    answer = client.post(PAPER, typed)

    assert answer.status_code == 422
    assert fault in answer.content.decode()


def test_an_article_has_terms_of_its_own(client):
    article = a_public_article()
    address = f"/admin/comments/policy/of/{article.pk}/"
    tried = client.post(address, {"mode": "closed", "learned_spam": "false"}).context["tried"]

    client.post(address, {"mode": "closed", "learned_spam": "false", "save": "1", "tried": tried})

    policy = Policy.objects.get()
    assert (policy.article_id, policy.mode, policy.learned_spam, policy.most_links) == (
        *(article.pk, "closed", False),
        None,
    )
    assert f">{article.headline}</a>" in client.get("/admin/comments/policy/").content.decode()
    assert client.get(f"/admin/comments/policy/{policy.pk}/change/")["Location"] == address


@pytest.mark.parametrize("number", ["999999", "99999999999999999999"])
def test_no_article_no_terms(client, number):
    assert client.get(f"/admin/comments/policy/of/{number}/").status_code == 404


def test_a_story_gets_terms_of_its_own_before_anybody_replied(client):
    article = a_public_article(headline="Who pays for the ferry")

    chosen = client.get("/admin/comments/policy/").content.decode()
    page = client.get("/admin/comments/policy/add/", {"article": article.pk}, follow=True)
    tried = client.post(page.request["PATH_INFO"], {"mode": "closed"}).context["tried"]
    client.post(page.request["PATH_INFO"], {"mode": "closed", "save": "1", "tried": tried})

    assert f'<option value="{article.pk}">Who pays for the ferry</option>' in chosen
    assert "Policy of “Who pays for the ferry”" in page.content.decode()
    assert 'placeholder="None"' not in page.content.decode()
    assert Policy.objects.get().article == article
    assert ">Who pays for the ferry</a>" in client.get("/admin/comments/policy/").content.decode()
    story = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'<a href="/admin/comments/policy/of/{article.pk}/">Discussion</a>' in story


def test_the_working_headline_is_not_told_with_a_policy(client):
    article = a_public_article(headline="Night ferry to run again")
    Policy.objects.create(article=article, mode="closed")
    Article.objects.filter(pk=article.pk).update(headline="Zugzwang, unpublished")

    for address in ("/admin/comments/policy/", f"/admin/comments/policy/of/{article.pk}/"):
        page = client.get(address).content.decode()
        assert "Night ferry to run again" in page
        assert "Zugzwang" not in page


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30, "²"])
def test_who_asks_for_no_story_gets_the_papers_policy(client, asked):
    assert client.get("/admin/comments/policy/add/", {"article": asked})["Location"] == PAPER
