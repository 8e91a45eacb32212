import pytest

from comments import services
from comments.models import Ban, Comment, CommenterNote
from tests.comments.test_admin import LIST, a_colleague, decide
from tests.comments.test_desk import reported
from tests.factories_comments import a_comment, a_held_comment, a_moderator, a_public_article

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture
def article():
    return a_public_article()


@pytest.fixture
def moderator(client):
    user = a_moderator()
    client.force_login(user)
    return user


def act(client, comment, name, **typed):
    return client.post(
        f"{LIST}{comment.pk}/act/{name}/", {f"{name}-{field}": v for field, v in typed.items()}
    )


def test_a_script_is_told_the_state_the_counts_and_how_to_take_it_back(client, moderator, article):
    comment, _ = a_held_comment(article), a_held_comment(article)

    answer = client.post(f"{LIST}{comment.pk}/decide/?seen=held", {"decision": "reject"}, headers=JSON)
    told = answer.json()
    assert (told["state"], told["counts"]["held"], told["counts"]["rejected"]) == ("rejected", 1, 1)

    undone = client.post(f"{LIST}undo/", {"token": told["token"]}, headers=JSON).json()
    assert (undone["state"], undone["counts"]["held"], undone["counts"]["rejected"]) == ("held", 2, 0)
    again = client.post(f"{LIST}undo/", {"token": told["token"]}, headers=JSON)
    assert again.status_code == 409


def test_a_page_that_is_loaded_anew_can_still_take_back_what_a_key_decided(client, moderator, article):
    comment = a_held_comment(article)
    told = client.post(f"{LIST}{comment.pk}/decide/?seen=held", {"decision": "reject"}, headers=JSON).json()

    page = client.get(LIST)

    assert page.context["undo"] == told["token"]


def test_a_script_that_was_slower_is_told_so(client, moderator, article):
    comment = a_comment(article)

    answer = client.post(f"{LIST}{comment.pk}/decide/?seen=held", {"decision": "reject"}, headers=JSON)

    assert answer.status_code == 409
    assert answer.json()["counts"]["published"] == 1
    assert "Somebody else was faster" in answer.json()["said"]


def test_without_scripts_the_last_decision_is_one_press_away_from_undone(client, moderator, article):
    comment = a_held_comment(article)
    decide(client, comment, "spam")

    page = client.get(LIST)
    token = page.context["undo"]
    assert token in page.content.decode()
    client.post(f"{LIST}undo/", {"token": token})

    assert Comment.objects.get().state == "held"
    assert client.get(LIST).context["undo"] is None


def test_a_rejection_tells_its_category_and_words(client, moderator, article):
    comment, other = a_held_comment(article), a_held_comment(article)
    typed = {
        "decision": "reject",
        f"removal-{comment.pk}": "off_topic",
        f"words-{comment.pk}": "Not\u202e here.",
    }

    client.post(f"{LIST}{comment.pk}/decide/?seen=held", typed)
    client.post(f"{LIST}{other.pk}/decide/?seen=held", {"decision": "reject", f"removal-{other.pk}": "burnt"})

    assert list(Comment.objects.order_by("pk").values_list("removal", "reason_words")) == [
        ("off_topic", "Not here."),
        ("other", ""),
    ]


def test_a_spammer_is_swept_and_comes_back_by_one_press(client, moderator, article):
    comments = [a_held_comment(article), a_comment(article)]
    Comment.objects.update(sender="one")

    page = client.get(f"/admin/comments/comment/{comments[0].pk}/change/").text
    assert f"This takes {len(comments)} comments under 1 name." in page
    answer = act(client, comments[0], "spam-ban", days="7")

    assert set(Comment.objects.values_list("state", flat=True)) == {"spam"}
    page = client.get(answer["Location"])
    assert "2 comments put away as spam" in page.content.decode()
    client.post(f"{LIST}undo/", {"token": page.context["undo"]})
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["held", "published"]
    assert Ban.objects.get().lifted_at is not None


def test_bans_are_listed_and_lifted(client, moderator, article):
    comment = a_held_comment(article)
    act(client, comment, "ban", days="", reason="Rude")

    banned = Ban.objects.get()
    page = client.get("/admin/comments/ban/").content.decode()
    assert "ola@example.org" in page
    client.post("/admin/comments/ban/", {"action": "lift", "_selected_action": [banned.pk]})

    banned.refresh_from_db()
    assert (banned.reason, banned.until, banned.lifted_at is not None) == ("Rude", None, True)


def test_notes_are_for_the_next_moderator_who_meets_the_author(client, moderator, article):
    first, second = a_held_comment(article), a_held_comment(article)

    act(client, first, "note", text="Writes under three names.")

    assert "Writes under three names." in client.get(f"{LIST}{second.pk}/change/").content.decode()
    assert CommenterNote.objects.get().by == moderator


def test_a_note_that_is_too_long_comes_back_whole(client, moderator, article):
    comment, words = a_comment(article), "Writes a lot. " * 200

    answer = act(client, comment, "note", text=words)

    assert (answer.status_code, CommenterNote.objects.count()) == (422, 0)
    assert words.strip() in answer.text


def test_an_edit_keeps_what_was_and_an_empty_one_comes_back(client, moderator, article):
    comment = a_comment(article, text="Rude words.")

    empty = act(client, comment, "edit", text=" \u200b ")
    act(client, comment, "edit", text="Kind words.")

    assert empty.status_code == 422
    assert "Please correct what is marked below." in empty.text
    assert "This field is required." in empty.text
    assert Comment.objects.get().text == "Kind words."
    assert "Rude words." in client.get(f"{LIST}{comment.pk}/change/").content.decode()


@pytest.mark.parametrize(("name", "field"), [("pick", "is_pick"), ("answer", "is_answer")])
def test_picks_and_answers_are_set_and_taken_away(client, moderator, article, name, field):
    comment = a_comment(article)
    Comment.objects.update(badge="staff")

    act(client, comment, name)
    assert getattr(Comment.objects.get(), field) is True
    act(client, comment, f"un{name}")
    assert getattr(Comment.objects.get(), field) is False


@pytest.mark.parametrize(("name", "state"), [("grant", "published"), ("turn-down", "rejected")])
def test_an_appeal_is_answered_once(client, moderator, article, name, state):
    comment = a_held_comment(article)
    services.reject_comment(comment, by=moderator)
    services.appeal(comment, words="I was polite!")
    assert "I was polite!" in client.get(f"{LIST}{comment.pk}/change/").content.decode()

    act(client, comment, name, words="We looked again.")

    comment.refresh_from_db()
    assert (comment.state, comment.has_open_appeal) == (state, False)
    assert "appeal was answered before" in client.get(act(client, comment, name)["Location"]).content.decode()


def test_what_is_reported_can_be_kept(client, moderator, article):
    comment = reported(a_comment(article))
    page = client.get(f"{LIST}?queue=reported").content.decode()
    assert "Keep the comment by" in page

    decide(client, comment, "approve", seen="published")

    assert (Comment.objects.get().state, Comment.objects.get().reports) == ("published", 0)


@pytest.mark.parametrize("address", ["act/note/", "act/burn/", "decide/", "../undo/"])
def test_who_may_only_look_does_none_of_it(client, article, address):
    client.force_login(a_colleague("view_comment"))
    comment = a_held_comment(article)

    assert client.post(f"{LIST}{comment.pk}/{address}".replace(f"{comment.pk}/../", "")).status_code == 403
    assert client.get("/admin/comments/policy/of/0/").status_code == 403
    assert client.get("/admin/comments/ban/").status_code == 403


def test_hostile_words_are_dead_on_the_desk(client, moderator, article):
    text = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    comment = a_held_comment(article, text=text, name="<b>x</b>")
    act(client, comment, "note", text=text)
    act(client, comment, "edit", text=f"{text} more")

    for address in (LIST, f"{LIST}{comment.pk}/change/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>x</b>" not in page
