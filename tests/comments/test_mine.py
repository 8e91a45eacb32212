"""All at once of what an account wrote: taken along, and erased; nobody else's, and never by reading."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from comments.likes import like_comment
from comments.models import Ban, Comment, Commenter, CommenterNote, Follow, Report
from comments.reports import report_comment
from comments.services import delete_comment, edit_comment, follow_comment, reject_comment
from comments.services.persons import erase_all_own
from newsroom.mail import queue_mail
from newsroom.models import AuditEntry, Purge
from tests.database_dump import places_of
from tests.factories_comments import a_comment, a_held_comment, a_public_article, an_account
from tests.factories_desk import make_chief
from tests.factories_persons import QUEUE

pytestmark = pytest.mark.django_db

EXPORT, ERASE = "/comments/mine.json", "/comments/mine/erase/"
ADDRESS, NAME = "zyxeva@example.org", "Zyxeva Lind"


@pytest.fixture
def eva():
    return an_account(ADDRESS, name=NAME)


@pytest.fixture
def reader(eva):
    client = Client(enforce_csrf_checks=True)
    client.force_login(eva)
    return client


@pytest.fixture
def article():
    return a_public_article()


def record_of(user):
    return Commenter.objects.get_or_create(user=user, defaults={"email": user.email, "name": user.name})[0]


def own(comment, user):
    Comment.objects.filter(pk=comment.pk).update(commenter=record_of(user))
    comment.refresh_from_db()
    return comment


def by(user, article, text, **fields):
    """A published comment of the account."""
    return own(a_comment(article, name=user.name, email=user.email, text=text, **fields), user)


@pytest.fixture
def said(eva, article):
    """An answered one, one that nobody answered, one held, one turned down, one taken back."""
    said = {
        "answered": by(eva, article, "Zyx one."),
        "alone": by(eva, article, "Zyx two."),
        "held": own(a_held_comment(article, name=NAME, email=ADDRESS, text="Zyx three."), eva),
        "refused": by(eva, article, "Zyx four."),
        "deleted": by(eva, article, "Zyx five."),
    }
    reject_comment(said["refused"], by=None, removal="off_topic")
    delete_comment(said["deleted"])
    follow_comment(said["answered"], is_proved=True)
    said["answer"] = a_comment(article, parent=said["answered"], name="Ola Berg", text="Kept words.")
    like_comment(said["answer"], liker=f"user:{eva.pk}")
    words = {"reason": "other", "words": "Zyx six.", "holds_at": 0}
    report_comment(said["answer"], reporter=f"user:{eva.pk}", **words)
    return said


def press(reader):
    reader.get(ERASE)
    return reader.post(ERASE, {"csrfmiddlewaretoken": reader.cookies["csrf"].value})


def rows_of_the_command():
    out = StringIO()
    call_command("export_comments_of", ADDRESS, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def states():
    return list(Comment.objects.order_by("pk").values_list("text", "state", "commenter"))


def test_the_download_is_what_the_newsrooms_command_gives_out(reader, said):
    answer = reader.get(EXPORT)

    assert answer.json() == rows_of_the_command()
    assert [row.get("text", row["row"]) for row in answer.json()] == [
        *("commenter", "Zyx one.", "Zyx two.", "Zyx three.", "Zyx four."),
        *("", "like", "report of a comment"),
    ]
    assert answer.json()[1]["mail_about_answers"][0]["email"] == ADDRESS
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="replies.json"'
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def test_what_others_say_of_somebody_is_not_theirs_to_take_or_to_erase(reader, eva, said):
    CommenterNote.objects.create(commenter=record_of(eva), text="Shouts.")
    Ban.objects.create(commenter=record_of(eva))

    taken = reader.get(EXPORT).json()
    press(reader)

    assert [row["row"] for row in rows_of_the_command()][-2:] == ["ban", "note"]
    assert {row["row"] for row in taken} == {"commenter", "comment", "like", "report of a comment"}
    assert (Ban.objects.count(), CommenterNote.objects.count()) == (1, 1)


def test_an_answered_reply_leaves_a_place_and_the_others_vanish(reader, article, said, eva):
    Purge.objects.all().delete()

    asked = reader.get(ERASE)
    answer = press(reader)

    assert "You wrote <strong>4 replies</strong>" in asked.text
    assert "Somebody answered 1 of them" in asked.text
    assert "Erase everything</button>" in asked.text
    assert (answer.status_code, answer.url) == (302, "/account/")
    account = reader.get("/account/").text
    assert "4 replies are erased. 1 left an empty place, where others answered." in account
    assert "You have written none so far." in account
    assert "are erased" not in reader.get("/account/").text
    page = Client().get(f"/comments/{article.pk}/").text
    assert page.count("Its author deleted this comment.") == 1
    assert page.count('<article class="comment') == 2
    assert "Kept words." in page
    gone = list(
        Comment.objects.exclude(pk=said["answer"].pk).values_list("state", "text", "name", "commenter")
    )
    assert gone == [("deleted", "", "", None)] * 5
    assert set(Purge.objects.values_list("name", flat=True)) == {f"thread-{article.pk}", "comments"}
    assert not Follow.objects.exists()
    eva.refresh_from_db()
    assert (eva.email, eva.is_active) == (ADDRESS, True)


def test_a_kept_page_shows_it_no_more(reader, article, said):
    kept = Client().get(f"/comments/{article.pk}/")

    press(reader)

    assert "Zyx one." in kept.text
    assert "Zyx" not in Client().get(f"/comments/{article.pk}/").text


def test_nothing_of_the_words_is_left_in_the_database(reader, eva, said, settings):
    edit_comment(said["alone"], text="Zyx two, edited.")
    AuditEntry.objects.create(
        verb="x",
        noun="comments.comment",
        row_id=str(said["alone"].pk),
        title="Zyx",
        after={"text": "Zyx two."},
    )
    settings.TASKS = QUEUE
    queue_mail(ADDRESS, "newsroom/mail/account_closed.txt")
    assert ("comments_comment", "text") in places_of("zyx")

    press(reader)
    reader.get("/account/")

    assert places_of("zyx") == {  # the account itself, which stays
        *(("newsroom_user", column) for column in ("email", "name")),
        *(("comments_commenter", column) for column in ("email", "name")),
    }


def test_nobody_elses_is_taken_or_erased(reader, eva, article):
    mine = by(eva, article, "Mine.")
    typed = a_comment(article, name=NAME, email=ADDRESS, text="Typed with the address.")
    other = by(an_account("ada@example.org", name="Ada"), article, "Another's.", parent=mine)
    follow_comment(typed, is_proved=False)
    before = states()[1:]

    taken = reader.get(EXPORT).text
    press(reader)

    assert ("Mine." in taken, "Typed with" in taken, "Another" in taken) == (True, False, False)
    assert states() == [("", "deleted", None), *before]
    assert before == [
        ("Typed with the address.", "published", None),
        ("Another's.", "published", other.commenter_id),
    ]
    assert Follow.objects.get().comment_id == typed.pk


def test_ones_own_answers_keep_no_place(reader, eva, article):
    by(eva, article, "Deeper.", parent=by(eva, article, "Mine."))

    asked = reader.get(ERASE).text
    press(reader)

    assert "no empty place stays" in asked
    assert "2 replies are erased." in reader.get("/account/").text
    assert '<article class="comment' not in Client().get(f"/comments/{article.pk}/").text


@pytest.mark.parametrize(
    ("path", "method"),
    [(EXPORT, "get"), (EXPORT, "head"), (ERASE, "get"), (ERASE, "head"), (ERASE, "post")],
)
def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(path, method, said):
    before = states()

    answer = getattr(Client(), method)(path)

    assert (answer.status_code, answer.url) == (302, f"/account/sign-in/?{urlencode({'next': path})}")
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert states() == before


@pytest.mark.parametrize("path", [EXPORT, ERASE])
def test_the_staff_has_the_desk(path):
    client = Client()
    client.force_login(make_chief())

    assert client.get(path).url == client.post(ERASE).url == "/admin/"


@pytest.mark.parametrize("where", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-origin"}])
def test_a_press_without_the_pages_token_is_refused(reader, said, where):
    before = states()
    reader.get(ERASE)

    answers = [reader.post(ERASE, typed, headers=where) for typed in ({}, {"csrfmiddlewaretoken": "a" * 64})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert states() == before


def test_a_foreign_page_with_the_right_token_is_refused(reader, said):
    reader.get(ERASE)
    token, before = {"csrfmiddlewaretoken": reader.cookies["csrf"].value}, states()

    answer = reader.post(ERASE, token, headers={"Origin": "https://evil.example"})

    assert (answer.status_code, states()) == (403, before)


def test_reading_erases_nothing(reader, said):
    before, purges = states(), Purge.objects.count()

    for path in (ERASE, EXPORT, f"{ERASE}?done=erase"):
        assert [reader.get(path).status_code, reader.head(path).status_code] == [200, 200]

    assert (states(), Purge.objects.count()) == (before, purges)


def test_twice_is_harmless(reader, said):
    press(reader)
    reader.get("/account/")
    after, purges, logged = states(), Purge.objects.count(), AuditEntry.objects.count()

    asked = reader.get(ERASE).text
    again = press(reader)

    assert "There is no reply of yours" in asked
    assert "Erase everything</button>" not in asked
    assert (again.status_code, again.url) == (302, "/account/")
    assert "There was no reply left to erase." in reader.get("/account/").text
    assert (states(), Purge.objects.count(), AuditEntry.objects.count()) == (after, purges, logged)


def test_likes_and_reports_stay_so_that_they_cannot_be_given_again(reader, eva, said):
    press(reader)

    assert not like_comment(said["answer"], liker=f"user:{eva.pk}")
    assert list(Report.objects.values_list("reporter", "words")) == [(f"user:{eva.pk}", "")]


def test_each_comment_costs_the_same_and_asking_costs_nothing_more(reader, eva, article):
    spent = {}
    for number in (1, 5, 9):
        for count in range(number):
            by(eva, article, f"Mine {number} {count}.")
        with CaptureQueriesContext(connection) as asking:
            reader.get(ERASE)
        with CaptureQueriesContext(connection) as erasing:
            assert erase_all_own(eva) == (number, 0)
        spent[number] = len(asking), len(erasing)

    assert spent[1][0] == spent[5][0] == spent[9][0]
    assert spent[9][1] - spent[5][1] == spent[5][1] - spent[1][1]
    assert (spent[5][1] - spent[1][1]) / 4 <= 18
