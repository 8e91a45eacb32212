import pytest

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
    assert f"Article {article.pk}" in client.get("/admin/comments/policy/").content.decode()
    assert client.get(f"/admin/comments/policy/{policy.pk}/change/")["Location"] == address


@pytest.mark.parametrize("number", ["999999", "99999999999999999999"])
def test_no_article_no_terms(client, number):
    assert client.get(f"/admin/comments/policy/of/{number}/").status_code == 404
